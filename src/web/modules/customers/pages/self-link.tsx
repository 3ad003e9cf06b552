import { Button } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { isApiError } from '../../../api/errors.ts';
import { api } from '../api.ts';
import { OwnCardPage } from '../parts/self/own-card.tsx';
import { PublicPage } from '../parts/self/public-page.tsx';
import classes from '../parts/self/self.module.css';
import { keepKey, keptKey } from '../parts/self/session-key.ts';

const calls = api.self;

/** What a customer sees who follows a personal link. Only the button opens it: programs that look at links do not press. */
export function SelfLinkPage(): ReactNode {
  const { token = '' } = useParams({ strict: false });
  const [key, setKey] = useState(() => keptKey(token));
  if (key) return <OwnCardPage sessionKey={key} />;
  return <Door token={token} onOpen={setKey} />;
}

function Door({ token, onOpen }: { token: string; onOpen: (key: string) => void }): ReactNode {
  const { t } = useTranslation('customers');
  const { data, error } = useQuery(calls.look.queryOptions({ input: { token }, retry: false, staleTime: Infinity }));
  const open = useMutation(
    calls.open.mutationOptions({
      onSuccess: (opened) => {
        keepKey(token, opened);
        onOpen(opened.key);
      },
    }),
  );
  const failed = open.error ?? error;
  const title = failed
    ? t('self.public.gone')
    : data
      ? t('self.public.title', { workspace: data.workspace })
      : t('self.public.opening');
  return (
    <PublicPage title={title}>
      {failed && <p role="alert">{isApiError(failed) ? failed.message : t('form.notSaved')}</p>}
      {data && !failed && (
        <>
          <p className={classes.about}>{t('self.public.openAbout', { workspace: data.workspace })}</p>
          <Button size="md" fullWidth loading={open.isPending} onClick={() => open.mutate({ token })}>
            {t('self.public.open')}
          </Button>
          <p className={classes.quiet}>{t('self.public.once')}</p>
        </>
      )}
    </PublicPage>
  );
}
