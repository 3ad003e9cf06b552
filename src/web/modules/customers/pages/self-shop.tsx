import { Button, TextInput } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { useState, type FormEvent, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { isApiError } from '../../../api/errors.ts';
import { api } from '../api.ts';
import { OwnCardPage } from '../parts/self/own-card.tsx';
import { PublicPage } from '../parts/self/public-page.tsx';
import classes from '../parts/self/self.module.css';
import { keepKey, keptKey } from '../parts/self/session-key.ts';

const calls = api.self;

/** The shop's own page: a code by mail opens the card of whoever has this address. */
export function SelfShopPage(): ReactNode {
  const { shop = '' } = useParams({ strict: false }) as { shop?: string };
  const [key, setKey] = useState(() => keptKey(shop));
  if (key) return <OwnCardPage sessionKey={key} />;
  return <Door shop={shop} onOpen={setKey} />;
}

function Door({ shop, onOpen }: { shop: string; onOpen: (key: string) => void }): ReactNode {
  const { t } = useTranslation('customers');
  const { data, error } = useQuery(calls.shop.queryOptions({ input: { id: shop }, retry: false, staleTime: Infinity }));
  const [email, setEmail] = useState('');
  const [code, setCode] = useState('');
  const ask = useMutation(calls.askCode.mutationOptions());
  const open = useMutation(
    calls.openByCode.mutationOptions({
      onSuccess: (opened) => {
        keepKey(shop, opened);
        onOpen(opened.key);
      },
    }),
  );
  const asked = ask.isSuccess;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (asked) open.mutate({ workspaceId: shop, email, code: code.trim() });
    else ask.mutate({ workspaceId: shop, email });
  };
  const failed = asked ? open.error : ask.error;
  const title = error
    ? t('self.public.gone')
    : data
      ? t('self.public.title', { workspace: data.workspace })
      : t('self.public.opening');
  return (
    <PublicPage title={title}>
      {error && <p role="alert">{isApiError(error) ? error.message : t('form.notSaved')}</p>}
      {data && (
        <form className={classes.form} onSubmit={submit} noValidate>
          {asked ? (
            <>
              <p className={classes.about}>{t('self.public.codeSent')}</p>
              <TextInput
                label={t('self.public.code')}
                size="md"
                inputMode="numeric"
                autoComplete="one-time-code"
                maxLength={6}
                value={code}
                onChange={(event) => setCode(event.currentTarget.value.replace(/\D/g, ''))}
              />
            </>
          ) : (
            <TextInput
              label={t('self.public.email')}
              type="email"
              size="md"
              autoComplete="email"
              value={email}
              onChange={(event) => setEmail(event.currentTarget.value)}
            />
          )}
          {failed && (
            <p className={classes.problem} role="alert">
              {isApiError(failed) ? failed.message : t('form.notSaved')}
            </p>
          )}
          <Button
            type="submit"
            size="md"
            fullWidth
            loading={ask.isPending || open.isPending}
            disabled={asked ? code.length !== 6 : !email.includes('@')}
          >
            {t(asked ? 'self.public.enter' : 'self.public.sendCode')}
          </Button>
          {asked && (
            <Button variant="subtle" size="md" onClick={() => (ask.reset(), open.reset(), setCode(''))}>
              {t('self.public.again')}
            </Button>
          )}
        </form>
      )}
    </PublicPage>
  );
}
