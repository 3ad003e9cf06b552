import { Button, Select } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { isByPeople } from '../../../../modules/care/shapes-contract.ts';
import { ConfirmDialog } from '../../../kit/confirm-dialog.tsx';
import { Card } from '../../../kit/surface.tsx';
import { toast } from '../../../kit/toast.tsx';
import { useFormats } from '../../../kit/use-formats.ts';
import classes from '../parts/care.module.css';
import { Refused } from '../parts/check-card.tsx';
import { api, type OpenedArticle } from './api.ts';

/** Out to those who chose the topic, once; before it, how many that reaches and why not the others. */
export function SendCard({ article: { id, topic, state, sentAt } }: { article: OpenedArticle }): ReactNode {
  const { t } = useTranslation('care');
  const f = useFormats();
  const queries = useQueryClient();
  const [chosen, setChosen] = useState<string | null>(null);
  const [sure, setSure] = useState(false);
  const channels = useQuery(api.channels.list.queryOptions({ input: {} })).data?.items.filter(
    ({ kind }) => !isByPeople(kind),
  );
  const channelId = chosen ?? channels?.[0]?.id ?? '';
  const open = sentAt === null && state === 'published' && channelId !== '';
  const check = useQuery(api.articles.check.queryOptions({ input: { id, channelId }, enabled: open }));
  const send = useMutation(
    api.articles.send.mutationOptions({
      onSuccess: ({ planned }) => toast(t('article.send.done', { count: planned })),
      onSettled: () => queries.invalidateQueries({ queryKey: api.key() }),
    }),
  );
  const reached = check.data?.reached ?? 0;
  const note = sentAt
    ? t('article.send.sent', { day: f.date(f.dayOf(sentAt)) })
    : state === 'draft'
      ? t('article.send.first')
      : channels?.length === 0
        ? t('article.send.none')
        : t('article.send.about', { topic: topic.name });
  return (
    <Card heading={t('article.send.title')}>
      <p className={classes.faint}>{note}</p>
      {open && (
        <>
          <Select
            className={classes.gap}
            label={t('article.send.channel')}
            data={channels?.map((one) => ({ value: one.id, label: one.name })) ?? []}
            value={channelId}
            allowDeselect={false}
            onChange={setChosen}
          />
          <Refused refused={check.data?.refused ?? []} />
          <div className={`${classes.acts} ${classes.gap}`}>
            <Button disabled={reached === 0} onClick={() => setSure(true)}>
              {t('article.send.send')}
            </Button>
            <span role="status">{check.data && t('article.send.reached', { count: reached })}</span>
          </div>
        </>
      )}
      <ConfirmDialog
        opened={sure}
        onClose={() => setSure(false)}
        title={t('article.send.sure', { count: reached })}
        confirm={t('article.send.send')}
        onConfirm={() => send.mutateAsync({ id, channelId })}
      >
        {t('article.send.sureAbout')}
      </ConfirmDialog>
    </Card>
  );
}
