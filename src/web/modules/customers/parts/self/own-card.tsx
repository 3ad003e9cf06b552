import { Button, Input, SegmentedControl, TextInput } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState, type FormEvent, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { isApiError } from '../../../../api/errors.ts';
import { api, type OwnCard } from '../../api.ts';
import { BirthdayField, birthdayOf, draftOf } from '../birthday-field.tsx';
import { OwnConsents } from './own-consents.tsx';
import { PublicPage } from './public-page.tsx';
import classes from './self.module.css';

const calls = api.self;

/** What the shop knows, to be confirmed or corrected by the customer. */
export function OwnCardPage({ sessionKey }: { sessionKey: string }): ReactNode {
  const { t, i18n } = useTranslation('customers');
  const card = useQuery(calls.card.queryOptions({ input: { key: sessionKey }, retry: false, staleTime: Infinity }));
  const { data } = card;
  if (!data) {
    const failed = isApiError(card.error) ? card.error.message : card.error && t('form.notSaved');
    return (
      <PublicPage title={failed ? t('self.public.gone') : t('self.public.opening')}>
        {failed && <p role="alert">{failed}</p>}
      </PublicPage>
    );
  }
  return (
    <PublicPage title={t('self.public.title', { workspace: data.workspace })}>
      <p className={classes.about}>{t('self.public.hello', { name: data.name })}</p>
      {data.waiting && <p className={classes.waiting}>{t('self.public.waiting')}</p>}
      <FactsForm key={JSON.stringify(data.facts)} card={data} sessionKey={sessionKey} />
      {data.consents.length > 0 && <OwnConsents key={i18n.language} card={data} sessionKey={sessionKey} />}
    </PublicPage>
  );
}

const PARTS = ['province', 'city', 'text'] as const;

function FactsForm({ card, sessionKey }: { card: OwnCard; sessionKey: string }): ReactNode {
  const { t } = useTranslation('customers');
  const { facts, fields } = card;
  const queries = useQueryClient();
  const [phone, setPhone] = useState(facts.phone ?? '');
  const [email, setEmail] = useState(facts.email ?? '');
  const [gender, setGender] = useState(facts.gender ?? '');
  const [birthday, setBirthday] = useState(draftOf(facts.birthday ?? null));
  const [address, setAddress] = useState<Record<string, string>>(facts.address ?? {});
  const [said, setSaid] = useState<string>();
  const change = useMutation(
    calls.change.mutationOptions({ onSuccess: () => queries.invalidateQueries({ queryKey: calls.card.key() }) }),
  );
  const born = birthdayOf(birthday);
  const given = {
    ...(phone === (facts.phone ?? '') ? {} : { phone: phone || null }),
    ...(email === (facts.email ?? '') ? {} : { email: email || null }),
    ...(gender === (facts.gender ?? '') ? {} : { gender: gender as 'male' | 'female' | 'other' }),
    ...(born === undefined || same(born, facts.birthday ?? null) ? {} : { birthday: born }),
    ...(same(filled(address), filled(facts.address ?? {})) ? {} : { address: filled(address) }),
  };
  const changed = Object.keys(given).length > 0;
  const send = (event?: FormEvent) => {
    event?.preventDefault();
    setSaid(undefined);
    change.mutate(
      { key: sessionKey, facts: given, stillRight: !changed },
      {
        onSuccess: ({ waiting }) =>
          setSaid(
            !changed ? t('self.public.stillSaid') : t(waiting ? 'self.public.savedWaiting' : 'self.public.saved'),
          ),
      },
    );
  };
  const problem = change.error && (isApiError(change.error) ? change.error.message : t('form.notSaved'));
  return (
    <form className={classes.form} onSubmit={send} noValidate>
      {fields.includes('phone') && (
        <TextInput
          label={t('field.phone')}
          type="tel"
          size="md"
          value={phone}
          onChange={(event) => setPhone(event.currentTarget.value)}
        />
      )}
      {fields.includes('email') && (
        <TextInput
          label={t('field.email')}
          type="email"
          size="md"
          value={email}
          onChange={(event) => setEmail(event.currentTarget.value)}
        />
      )}
      {fields.includes('gender') && (
        <Input.Wrapper label={t('field.gender')} labelElement="div" size="md">
          <SegmentedControl
            fullWidth
            aria-label={t('field.gender')}
            size="md"
            value={gender}
            onChange={setGender}
            data={(['male', 'female', 'other'] as const).map((one) => ({ value: one, label: t(`gender.${one}`) }))}
          />
        </Input.Wrapper>
      )}
      {fields.includes('birthday') && <BirthdayField value={birthday} onChange={setBirthday} />}
      {fields.includes('address') &&
        PARTS.map((part) => (
          <TextInput
            key={part}
            label={t(`self.public.${part}`)}
            size="md"
            value={address[part] ?? ''}
            onChange={(event) => setAddress({ ...address, [part]: event.currentTarget.value })}
          />
        ))}
      {card.changes === 'propose' && <p className={classes.quiet}>{t('self.public.proposeAbout')}</p>}
      {problem && (
        <p className={classes.problem} role="alert">
          {problem}
        </p>
      )}
      {said && (
        <p className={classes.said} role="status">
          {said}
        </p>
      )}
      <Button type="submit" size="md" fullWidth loading={change.isPending}>
        {t(changed ? 'self.public.save' : 'self.public.still')}
      </Button>
    </form>
  );
}

function filled(address: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(address).filter(([, text]) => text.trim() !== ''));
}

function same(one: unknown, other: unknown): boolean {
  const text = (value: unknown) =>
    JSON.stringify(value, value === null ? undefined : Object.keys(value as object).sort());
  return text(one) === text(other);
}
