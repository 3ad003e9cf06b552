import { Button } from '@mantine/core';
import { IconNews, IconPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { keyset, useKeysetList } from '../../../api/lists.ts';
import { useMay } from '../../../api/session.ts';
import { EmptyState } from '../../../kit/empty-state.tsx';
import type { LedgerColumn } from '../../../kit/ledger/columns.ts';
import { Ledger } from '../../../kit/ledger/ledger.tsx';
import { PageHead } from '../../../kit/page-head.tsx';
import { SideDrawer } from '../../../kit/side-drawer.tsx';
import { Columns } from '../../../kit/surface.tsx';
import { useFormats } from '../../../kit/use-formats.ts';
import { Tag } from '../../../kit/tag.tsx';
import { CareTabs } from '../parts/care-tabs.tsx';
import { api, type Article } from './api.ts';
import { ArticleForm } from './article-form.tsx';
import { TopicsCard } from './topics-card.tsx';

/** Articles and tips, the newest first, and the topics that customers choose from. */
export function ArticlesPage(): ReactNode {
  const { t } = useTranslation('care');
  const f = useFormats();
  const mayEdit = useMay('care.edit');
  const [writing, setWriting] = useState(false);
  const topics = useQuery(api.topics.list.queryOptions({ input: {} })).data;
  const list = useKeysetList(
    api.articles.list.infiniteOptions({ input: (cursor: string | undefined) => ({ cursor }), ...keyset }),
  );
  const add = mayEdit && topics !== undefined && topics.items.length > 0 && (
    <Button leftSection={<IconPlus size={16} />} onClick={() => setWriting(true)}>
      {t('article.new')}
    </Button>
  );
  const columns: LedgerColumn<Article>[] = [
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
  return (
    <>
      <PageHead title={t('tab.content')} actions={(list.rows?.length ?? 0) > 0 ? add || undefined : undefined} />
      <CareTabs />
      <Columns
        right={
          <TopicsCard topics={topics} published={list.rows?.some(({ state }) => state === 'published') ?? false} />
        }
      >
        <Ledger
          label={t('tab.content')}
          columns={columns}
          list={list}
          rowId={(row) => row.id}
          rowLink={(row) => ({ to: '/care/articles/$id', params: { id: row.id } })}
          empty={
            <EmptyState icon={IconNews} step={add || undefined}>
              {t(topics?.items.length === 0 ? 'article.needsTopic' : 'article.empty')}
            </EmptyState>
          }
        />
      </Columns>
      <SideDrawer opened={writing} onClose={() => setWriting(false)} title={t('article.new')}>
        <ArticleForm onDone={() => setWriting(false)} />
      </SideDrawer>
    </>
  );
}

function stateTag(t: (key: string) => string, state: Article['state']): ReactNode {
  return <Tag tone={state === 'published' ? 'well' : 'plain'}>{t(`article.state.${state}`)}</Tag>;
}
