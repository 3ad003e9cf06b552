import { SegmentedControl, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { isApiError } from '../../../api/errors.ts';
import { Form } from '../../../kit/form.tsx';
import { Card } from '../../../kit/surface.tsx';
import { toast } from '../../../kit/toast.tsx';
import classes from '../parts/care.module.css';
import { api, type OpenedGathering } from './api.ts';

/** What it is good for later: who came, and who did not, as a tag that everything else can choose by. */
export function AfterCard({ event: { id, title, counts } }: { event: OpenedGathering }): ReactNode {
  const { t } = useTranslation('care');
  const queries = useQueryClient();
  const [who, setWho] = useState<'came' | 'missed'>('came');
  const [tag, setTag] = useState(title.slice(0, 60));
  const [tried, setTried] = useState(false);
  const give = useMutation(
    api.events.tag.mutationOptions({
      onSuccess: ({ matched }) => toast(t('event.after.given', { count: matched })),
      onSettled: () => queries.invalidateQueries(),
    }),
  );
  const count = { came: counts.came, missed: counts.registered - counts.came };
  return (
    <Card heading={t('event.after.title')} className={classes.gap}>
      <p className={classes.faint}>{t('event.after.about')}</p>
      <Form
        submit={t('event.after.give')}
        busy={give.isPending}
        problem={isApiError(give.error) ? give.error.message : undefined}
        onSubmit={(submitted) => {
          submitted?.preventDefault();
          setTried(true);
          if (tag.trim() !== '') give.mutate({ id, who, tag });
        }}
      >
        <SegmentedControl
          aria-label={t('event.after.who')}
          value={who}
          data={(['came', 'missed'] as const).map((value) => ({
            value,
            label: t(`event.after.${value}`, { count: count[value] }),
          }))}
          onChange={(value) => setWho(value as 'came' | 'missed')}
        />
        <TextInput
          label={t('event.after.tag')}
          maxLength={60}
          value={tag}
          error={tried && tag.trim() === '' && t('event.after.tagNeeded')}
          onChange={(changed) => setTag(changed.currentTarget.value)}
        />
      </Form>
    </Card>
  );
}
