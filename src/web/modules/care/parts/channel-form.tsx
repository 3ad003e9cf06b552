import { NumberInput, Select, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { isApiError } from '../../../api/errors.ts';
import { Form, FormRow } from '../../../kit/form.tsx';
import { useFormats } from '../../../kit/use-formats.ts';
import { api, type Channel } from '../api.ts';
import classes from './care.module.css';
import { ChannelField } from './channel-field.tsx';
import {
  ACCOUNTS,
  EXPLAINED,
  FIELDS,
  FIRST,
  KINDS,
  OF_KIND,
  SILENT,
  SINGLE,
  type Kind,
  type Provider,
  type Values,
} from './channel-kinds.ts';

interface ChannelFormProps {
  channel?: Channel;
  /** The kinds that are set up already. */
  there: readonly Kind[];
  houseMail: boolean;
  onDone: () => void;
}

export function ChannelForm({ channel, there, houseMail, onDone }: ChannelFormProps): ReactNode {
  const { t } = useTranslation('care');
  const f = useFormats();
  const [kind, setKind] = useState<Kind>(channel?.kind ?? 'email');
  const possible = OF_KIND[kind].filter((one) => one !== 'house' || houseMail);
  const [chosen, setChosen] = useState<Provider | null>(channel?.provider ?? null);
  const provider = chosen && possible.includes(chosen) ? chosen : (possible[0] ?? 'smtp');
  const [name, setName] = useState(channel?.name ?? '');
  const [perMinute, setPerMinute] = useState<number | ''>(channel?.perMinute ?? '');
  const [cost, setCost] = useState(channel?.cost.amount ?? '');
  const [values, setValues] = useState<Values>({ ...FIRST, ...(channel?.settings as Values | undefined) });
  const { save, busy, problem } = useSave(channel, onDone);
  const submit = () =>
    save(kind, {
      name: name.trim() || t(`kind.${kind}`),
      perMinute: perMinute === '' ? null : perMinute,
      cost: cost === '' ? null : { amount: String(cost), currency: f.settings.baseCurrency },
      given: givenFrom(provider, values),
    });
  return (
    <Form
      submit={t(channel ? 'save' : 'channel.create')}
      busy={busy}
      problem={problem}
      onCancel={onDone}
      onSubmit={(event) => {
        event?.preventDefault();
        submit();
      }}
    >
      {!channel && <KindSelect kind={kind} there={there} onChange={setKind} />}
      {possible.length > 1 && (
        <Select
          label={t('channel.provider')}
          data={possible.map((value) => ({ value, label: t(`provider.${value}`) }))}
          value={provider}
          allowDeselect={false}
          onChange={(value) => setChosen(value as Provider)}
        />
      )}
      <TextInput
        label={t('channel.name')}
        placeholder={t(`kind.${kind}`)}
        maxLength={60}
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      {FIELDS[provider].map((asked) => (
        <ChannelField
          key={asked.name}
          asked={asked}
          value={values[asked.name] ?? ''}
          kept={channel?.provider === provider && channel.secrets.includes(asked.name)}
          onChange={(value) => setValues((before) => ({ ...before, [asked.name]: value }))}
        />
      ))}
      <About kind={kind} provider={provider} channel={channel} />
      <FormRow>
        {!SILENT.has(provider) && (
          <NumberInput
            label={t('channel.perMinute')}
            description={t('channel.perMinuteAbout')}
            min={1}
            allowDecimal={false}
            value={perMinute}
            onChange={(value) => setPerMinute(typeof value === 'number' ? value : '')}
          />
        )}
        <NumberInput
          label={`${t('channel.cost')} ${f.currencySign()}`}
          description={t('channel.costAbout')}
          min={0}
          decimalScale={2}
          value={cost}
          onChange={(value) => setCost(String(value))}
        />
      </FormRow>
    </Form>
  );
}

interface Saved {
  name: string;
  perMinute: number | null;
  cost: { amount: string; currency: string } | null;
  given: never;
}

function useSave(channel: Channel | undefined, onDone: () => void) {
  const queries = useQueryClient();
  const saved = {
    onSettled: () => queries.invalidateQueries({ queryKey: api.key() }),
    onSuccess: onDone,
  };
  const create = useMutation(api.channels.create.mutationOptions(saved));
  const change = useMutation(api.channels.change.mutationOptions(saved));
  const error = create.error ?? change.error;
  return {
    save: (kind: Kind, shared: Saved) =>
      channel
        ? change.mutate({ id: channel.id, version: channel.version, ...shared })
        : create.mutate({ kind, ...shared }),
    busy: create.isPending || change.isPending,
    problem: isApiError(error) ? error.message : undefined,
  };
}

/** What the provider asks for and somebody has filled in. */
function givenFrom(provider: Provider, values: Values): never {
  const filled = FIELDS[provider].flatMap(({ name }) => {
    const value = values[name];
    return value === undefined || value === '' || value === null ? [] : [[name, value] as const];
  });
  return { provider, ...Object.fromEntries(filled) } as never;
}

/** Accounts that are there already stand grey: a second one of them is refused. */
function KindSelect({
  kind,
  there,
  onChange,
}: {
  kind: Kind;
  there: readonly Kind[];
  onChange: (kind: Kind) => void;
}): ReactNode {
  const { t } = useTranslation('care');
  return (
    <Select
      label={t('channel.kind')}
      data={KINDS.map((value) => ({
        value,
        label: t(`kind.${value}`),
        disabled: SINGLE.has(value) && there.includes(value),
      }))}
      value={kind}
      allowDeselect={false}
      onChange={(value) => onChange((value ?? 'email') as Kind)}
    />
  );
}

/** How this way works, and where its provider calls us. */
function About({
  kind,
  provider,
  channel,
}: {
  kind: Kind;
  provider: Provider;
  channel: Channel | undefined;
}): ReactNode {
  const { t } = useTranslation('care');
  const calls = ACCOUNTS.has(kind) ? 'callsTo' : 'reportsTo';
  return (
    <>
      {EXPLAINED.has(kind) && <p className={classes.faint}>{t(`channel.${kind}About`)}</p>}
      {provider === 'people' && <p className={classes.faint}>{t('channel.peopleAbout')}</p>}
      {channel && !SILENT.has(provider) && (
        <TextInput
          label={t(`channel.${calls}`)}
          description={t(`channel.${calls}About`)}
          readOnly
          value={channel.reportsTo}
        />
      )}
    </>
  );
}
