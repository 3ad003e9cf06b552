import { Button, Textarea } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { useEffect, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { isApiError } from '../../../api/errors.ts';
import { speak } from '../../../shell/i18n.ts';
import { api } from '../api.ts';
import classes from '../parts/hand-over/hand-over.module.css';

const calls = api.handOver;

/** What a customer sees who opens the link: who looks after them now, and a way to say no. */
export function ObjectionPage(): ReactNode {
  const { t } = useTranslation('team');
  const { token = '' } = useParams({ strict: false });
  const [note, setNote] = useState('');
  const { data, error } = useQuery(
    calls.openLink.queryOptions({ input: { token }, retry: false, staleTime: Infinity }),
  );
  const objecting = useMutation(calls.object.mutationOptions());
  const language = data?.language;
  useEffect(() => {
    if (language) void speak(language as Parameters<typeof speak>[0]);
  }, [language]);
  const failed = objecting.error ?? error;
  const done = objecting.isSuccess || data?.objected;
  const title = data ? t('handOver.public.title', { to: data.to, workspace: data.workspace }) : t('handOver.title');
  useEffect(() => {
    document.title = title;
  }, [title]);
  return (
    <div className={classes.public}>
      <main className={classes.sheet}>
        <h1>{failed && !data ? t('handOver.public.gone') : done ? t('handOver.public.thanks') : title}</h1>
        {failed && <p role="alert">{isApiError(failed) ? failed.message : t('failed')}</p>}
        {done && <p>{t('handOver.public.noted')}</p>}
        {data && !done && (
          <>
            <p>{t('handOver.public.about')}</p>
            <Textarea
              label={t('handOver.public.note')}
              maxLength={500}
              autosize
              minRows={2}
              value={note}
              onChange={(event) => setNote(event.currentTarget.value)}
            />
            <Button
              size="md"
              fullWidth
              variant="default"
              loading={objecting.isPending}
              onClick={() => objecting.mutate({ token, ...(note.trim() ? { note: note.trim() } : {}) })}
            >
              {t('handOver.public.object')}
            </Button>
          </>
        )}
      </main>
    </div>
  );
}
