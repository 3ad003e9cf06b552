import { Button } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { useEffect, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { isApiError } from '../../../api/errors.ts';
import { speak } from '../../../shell/i18n.ts';
import { api } from '../api.ts';
import classes from '../parts/privacy/privacy.module.css';

const calls = api.privacy.consents;

/** What a customer sees who opens the link of a mail. Only the button says yes. */
export function ConsentPage(): ReactNode {
  const { t } = useTranslation('customers');
  const { token = '' } = useParams({ strict: false });
  const { data, error } = useQuery(
    calls.openLink.queryOptions({ input: { token }, retry: false, staleTime: Infinity }),
  );
  const confirm = useMutation(calls.confirmLink.mutationOptions());
  const language = data?.language;
  useEffect(() => {
    if (language) void speak(language as Parameters<typeof speak>[0]);
  }, [language]);
  const failed = confirm.error ?? error;
  const title = confirm.isSuccess
    ? t('privacy.public.thanks')
    : data
      ? t('privacy.public.title', { workspace: data.workspace })
      : t('privacy.public.opening');
  useEffect(() => {
    document.title = title;
  }, [title]);
  return (
    <div className={classes.page}>
      <main className={classes.column}>
        <h1>{failed && !data ? t('privacy.public.gone') : title}</h1>
        {failed && <p role="alert">{isApiError(failed) ? failed.message : t('form.notSaved')}</p>}
        {confirm.isSuccess && <p>{t('privacy.public.noted')}</p>}
        {data && !confirm.isSuccess && (
          <>
            <blockquote className={classes.wording}>
              {data.wording ?? t(`consent.purpose.${data.purpose}`, { defaultValue: data.purpose })}
            </blockquote>
            <Button size="md" fullWidth loading={confirm.isPending} onClick={() => confirm.mutate({ token })}>
              {t('privacy.public.agree')}
            </Button>
            <p className={classes.quiet}>{t('privacy.public.orNot')}</p>
          </>
        )}
      </main>
    </div>
  );
}
