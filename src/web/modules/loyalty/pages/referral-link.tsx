import { Button, Checkbox, TextInput } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { useEffect, useState, type FormEvent, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { fieldErrors, isApiError } from '../../../api/errors.ts';
import { createFormats, type Money } from '../../../kit/formats.ts';
import { api } from '../api.ts';
import classes from './referral-link.module.css';

/** What a friend sees who opened a link: what is offered, and two fields. */
export function ReferralLinkPage(): ReactNode {
  const { shop = '', code = '' } = useParams({ strict: false }) as { shop?: string; code?: string };
  const { t, i18n } = useTranslation('loyalty');
  const { data, error } = useQuery({
    ...api.referrals.look.queryOptions({ input: { shop, code } }),
    retry: false,
    staleTime: Infinity,
  });
  const title = error
    ? t('referrals.public.gone')
    : data
      ? t('referrals.public.title', { workspace: data.workspace })
      : t('referrals.public.opening');
  useEffect(() => {
    document.title = title;
  }, [title]);
  return (
    <div className={classes.page}>
      <main className={classes.column}>
        <h1>{title}</h1>
        {error && <p role="alert">{isApiError(error) ? error.message : t('request.failed')}</p>}
        {data && (
          <>
            <p>
              {data.points > 0 && data.worth
                ? t('referrals.public.offer', { points: data.points, worth: inWords(data.worth, i18n.language) })
                : t('referrals.public.plain')}
            </p>
            <Join shop={shop} code={code} />
          </>
        )}
      </main>
    </div>
  );
}

/** There is no session here that would know the shop's formats. */
function inWords(worth: Money, language: string): string {
  return createFormats({ language, zone: 'UTC', baseCurrency: worth.currency, today: '1970-01-01' }).money(worth);
}

function Join({ shop, code }: { shop: string; code: string }): ReactNode {
  const { t } = useTranslation('loyalty');
  const [said, setSaid] = useState({ name: '', phone: '', agrees: false });
  const join = useMutation(api.referrals.join.mutationOptions());
  const problems = fieldErrors(join.error);
  if (join.isSuccess) return <p role="status">{t('referrals.public.done')}</p>;
  return (
    <form
      className={classes.form}
      noValidate
      onSubmit={(event: FormEvent) => {
        event.preventDefault();
        join.mutate({ shop, code, ...said });
      }}
    >
      <TextInput
        label={t('referrals.public.name')}
        size="md"
        autoComplete="name"
        value={said.name}
        error={problems['name']}
        onChange={({ currentTarget }) => setSaid({ ...said, name: currentTarget.value })}
      />
      <TextInput
        label={t('referrals.public.phone')}
        size="md"
        type="tel"
        autoComplete="tel"
        value={said.phone}
        error={problems['phone']}
        onChange={({ currentTarget }) => setSaid({ ...said, phone: currentTarget.value })}
      />
      <Checkbox
        label={t('referrals.public.agrees')}
        checked={said.agrees}
        onChange={({ currentTarget }) => setSaid({ ...said, agrees: currentTarget.checked })}
      />
      {join.error && Object.keys(problems).length === 0 && (
        <p className={classes.problem} role="alert">
          {isApiError(join.error) ? join.error.message : t('request.failed')}
        </p>
      )}
      <Button
        type="submit"
        size="md"
        fullWidth
        loading={join.isPending}
        disabled={said.name.trim() === '' || said.phone.trim() === ''}
      >
        {t('referrals.public.join')}
      </Button>
    </form>
  );
}
