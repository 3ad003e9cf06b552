import { IconNews } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { keyset, useKeysetList } from '../../../api/lists.ts';
import { useMay } from '../../../api/session.ts';
import type { LedgerColumn } from '../../../kit/ledger/columns.ts';
import { ListScreen } from '../../../kit/ledger/list-screen.tsx';
import { Tag } from '../../../kit/tag.tsx';
import { useFormats } from '../../../kit/use-formats.ts';
import { CareTabs } from '../parts/care-tabs.tsx';
import { api, type Article } from './api.ts';
import { ArticleForm } from './article-form.tsx';
import { TopicsCard } from './topics-card.tsx';

/** Articles and tips, the newest first, and the topics that customers choose from. */
export function ArticlesPage(): ReactNode {
  const { t } = useTranslation('care');
  const mayEdit = useMay('care.edit');
  const topics = useQuery(api.topics.list.queryOptions({ input: {} })).data;
  const list = useKeysetList(
    api.articles.list.infiniteOptions({ input: (cursor: string | undefined) => ({ cursor }), ...keyset }),
  );
  const mayWrite = mayEdit && topics !== undefined && topics.items.length > 0;
  const published = list.rows?.some(({ state }) => state === 'published') ?? false;
  return (
    <ListScreen
      title={t('tab.content')}
      tabs={<CareTabs />}
      columns={useColumns()}
      list={list}
      rowId={({ id }) => id}
      rowLink={({ id }) => ({ to: '/care/articles/$id', params: { id } })}
      icon={IconNews}
      empty={t(topics?.items.length === 0 ? 'article.needsTopic' : 'article.empty')}
      add={mayWrite ? { words: t('article.new'), form } : undefined}
      beside={<TopicsCard topics={topics} published={published} />}
    />
  );
}

function useColumns(): LedgerColumn<Article>[] {
  const { t } = useTranslation('care');
  const f = useFormats();
  return [
    { key: 'title', title: t('article.title'), cell: (row) => row.title },
    { key: 'state', title: t('article.column.state'), cell: (row) => stateTag(t, row.state), phone: 'leadEnd' },
    { key: 'topic', title: t('article.topic'), cell: (row) => row.topic.name },
    {
      key: 'published',
      title: t('article.column.published'),
      cell: (row) => row.publishedAt && f.date(f.dayOf(row.publishedAt)),
      phone: 'noteEnd',
    },
    {
      key: 'sent',
      title: t('article.column.sent'),
      cell: (row) => row.sentAt && f.date(f.dayOf(row.sentAt)),
      phone: 'absent',
    },
  ];
}

function form(done: () => void): ReactNode {
  return <ArticleForm onDone={done} />;
}

function stateTag(t: (key: string) => string, state: Article['state']): ReactNode {
  return <Tag tone={state === 'published' ? 'well' : 'plain'}>{t(`article.state.${state}`)}</Tag>;
}
