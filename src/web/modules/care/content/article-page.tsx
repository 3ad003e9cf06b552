import { Button, CopyButton } from '@mantine/core';
import { IconArrowLeft } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate, useParams } from '@tanstack/react-router';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { isApiError } from '../../../api/errors.ts';
import { useMay } from '../../../api/session.ts';
import { ConfirmDialog } from '../../../kit/confirm-dialog.tsx';
import { ErrorState } from '../../../kit/error-state.tsx';
import { PageHead } from '../../../kit/page-head.tsx';
import { SideDrawer } from '../../../kit/side-drawer.tsx';
import { CardSkeleton, Waiting } from '../../../kit/skeletons.tsx';
import { Card, Columns } from '../../../kit/surface.tsx';
import { Tag } from '../../../kit/tag.tsx';
import { toast, toastProblem } from '../../../kit/toast.tsx';
import { useFormats } from '../../../kit/use-formats.ts';
import classes from '../parts/care.module.css';
import { api, type OpenedArticle } from './api.ts';
import { ArticleForm } from './article-form.tsx';
import { SendCard } from './send-card.tsx';

export function ArticlePage(): ReactNode {
  const { t } = useTranslation('care');
  const { id } = useParams({ strict: false }) as { id: string };
  const maySend = useMay('care.send');
  const { data, error, refetch } = useQuery(api.articles.read.queryOptions({ input: { id } }));
  if (!data)
    return error ? (
      <ErrorState error={error} retry={() => void refetch()} />
    ) : (
      <Waiting>
        <CardSkeleton lines={6} />
      </Waiting>
    );
  return (
    <>
      <PageHead
        title={data.title}
        note={<Tag tone={data.state === 'published' ? 'well' : 'plain'}>{t(`article.state.${data.state}`)}</Tag>}
        actions={<Acts article={data} />}
      />
      <Button
        component={Link}
        to={'/care/articles' as '/'}
        variant="subtle"
        size="compact-sm"
        mb={10}
        leftSection={<IconArrowLeft size={15} />}
      >
        {t('article.back')}
      </Button>
      <Columns
        right={
          <>
            {maySend && <SendCard article={data} />}
            <CopyCard article={data} />
          </>
        }
      >
        <Card heading={data.topic.name}>
          {data.picture && <img src={data.picture} alt={t('article.picture')} style={{ maxWidth: '100%' }} />}
          <p className={classes.asWritten}>{data.plainText}</p>
        </Card>
      </Columns>
    </>
  );
}

type Open = 'edit' | 'remove' | null;

function Acts({ article }: { article: OpenedArticle }): ReactNode {
  const { t } = useTranslation('care');
  const queries = useQueryClient();
  const navigate = useNavigate();
  const mayEdit = useMay('care.edit');
  const [opened, setOpened] = useState<Open>(null);
  const close = () => setOpened(null);
  const acted = {
    onSettled: () => queries.invalidateQueries({ queryKey: api.key() }),
    onError: (error: unknown) => toastProblem(isApiError(error) ? error.message : t('failed')),
  };
  const publish = useMutation(api.articles.publish.mutationOptions(acted));
  const withdraw = useMutation(api.articles.withdraw.mutationOptions(acted));
  const remove = useMutation(
    api.articles.remove.mutationOptions({ onSuccess: () => void navigate({ to: '/care/articles' } as never) }),
  );
  if (!mayEdit) return null;
  const { id, state, title } = article;
  return (
    <>
      <Button variant="subtle" color="gray" onClick={() => setOpened('remove')}>
        {t('article.remove')}
      </Button>
      <Button variant="default" onClick={() => setOpened('edit')}>
        {t('article.edit')}
      </Button>
      {state === 'draft' ? (
        <Button loading={publish.isPending} onClick={() => publish.mutate({ id })}>
          {t('article.publish')}
        </Button>
      ) : (
        <Button variant="default" loading={withdraw.isPending} onClick={() => withdraw.mutate({ id })}>
          {t('article.withdraw')}
        </Button>
      )}
      <SideDrawer opened={opened === 'edit'} onClose={close} title={t('article.edit')}>
        <ArticleForm article={article} onDone={close} />
      </SideDrawer>
      <ConfirmDialog
        opened={opened === 'remove'}
        onClose={close}
        title={t('article.removeTitle', { title })}
        confirm={t('article.remove')}
        grave
        onConfirm={() => remove.mutateAsync({ id })}
      >
        {t('article.removeAbout')}
      </ConfirmDialog>
    </>
  );
}

/** For an Official Account's drafts, a group, a poster. */
function CopyCard({ article }: { article: OpenedArticle }): ReactNode {
  const { plainText, url, state } = article;
  const { t } = useTranslation('care');
  const copy = (value: string, label: string) => (
    <CopyButton value={value}>
      {({ copied, copy: act }) => (
        <Button variant="default" onClick={act}>
          {t(copied ? 'article.copy.copied' : label)}
        </Button>
      )}
    </CopyButton>
  );
  return (
    <Card heading={t('article.copy.title')} className={classes.gap}>
      <p className={classes.faint}>{t('article.copy.about')}</p>
      <DraftButton article={article} />
      <div className={`${classes.acts} ${classes.gap}`}>
        {copy(plainText, 'article.copy.copy')}
        {state === 'published' && copy(url, 'article.copy.link')}
        {state === 'published' && (
          <Button variant="subtle" component="a" href={url} target="_blank" rel="noreferrer">
            {t('article.copy.open')}
          </Button>
        )}
      </div>
    </Card>
  );
}

/** Where an account is connected; somebody looks at the draft there and sends it. */
function DraftButton({ article: { id, picture, draftedAt } }: { article: OpenedArticle }): ReactNode {
  const { t } = useTranslation('care');
  const f = useFormats();
  const queries = useQueryClient();
  const mayEdit = useMay('care.edit');
  const channels = useQuery(api.channels.list.queryOptions({ input: {} })).data?.items;
  const draft = useMutation(
    api.articles.draft.mutationOptions({
      onSettled: () => queries.invalidateQueries({ queryKey: api.key() }),
      onSuccess: () => toast(t('article.copy.drafted')),
      onError: (error: unknown) => toastProblem(isApiError(error) ? error.message : t('failed')),
    }),
  );
  if (!mayEdit || !channels?.some(({ kind }) => kind === 'wechat')) return null;
  return (
    <div className={`${classes.acts} ${classes.gap}`}>
      <Button disabled={picture === null} loading={draft.isPending} onClick={() => draft.mutate({ id })}>
        {t('article.copy.draft')}
      </Button>
      {picture === null && <span className={classes.faint}>{t('article.copy.needsPicture')}</span>}
      {draftedAt && (
        <span className={classes.faint}>{t('article.copy.draftedOn', { day: f.date(f.dayOf(draftedAt)) })}</span>
      )}
    </div>
  );
}
