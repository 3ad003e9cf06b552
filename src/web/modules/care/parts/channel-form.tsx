import { NumberInput, PasswordInput, Select, Switch, Textarea, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { isApiError } from '../../../api/errors.ts';
import { Form, FormRow } from '../../../kit/form.tsx';
import { useFormats } from '../../../kit/use-formats.ts';
import { api, type Channel } from '../api.ts';
import classes from './care.module.css';
import { MemberField } from './member-field.tsx';

type Provider = Channel['provider'];
type Kind = Channel['kind'];
type Values = Record<string, string | number | boolean>;

interface Asked {
  name: string;
  as?: 'secret' | 'key' | 'number' | 'days' | 'switch' | 'mode' | 'member';
}

const text = (...names: string[]): Asked[] => names.map((name) => ({ name }));
const secret = (name: string): Asked => ({ name, as: 'secret' });

/** What each provider wants to know, in the order of its form. */
const FIELDS: Readonly<Record<Provider, readonly Asked[]>> = {
  house: text('fromName', 'fromAddress', 'replyTo'),
  smtp: [
    ...text('fromName', 'fromAddress', 'replyTo', 'host'),
    { name: 'port', as: 'number' },
    { name: 'secure', as: 'switch' },
    ...text('user'),
    secret('password'),
    ...text('dkimDomain', 'dkimSelector'),
    { name: 'dkimKey', as: 'key' },
  ],
  aliyun: [...text('accessKeyId'), secret('accessKeySecret'), ...text('signName', 'templateCode')],
  tencent: [...text('secretId'), secret('secretKey'), ...text('appId', 'signName', 'templateId', 'region')],
  twilio: [...text('accountSid'), secret('authToken'), ...text('from')],
  wechat: [
    ...text('appId'),
    ...['appSecret', 'callbackToken', 'aesKey'].map(secret),
    { name: 'mode', as: 'mode' },
    ...text('templateId', 'templateFields', 'link'),
  ],
  wecom: [...text('corpId'), ...['corpSecret', 'callbackToken', 'aesKey'].map(secret), ...text('sender')],
  people: [
    { name: 'memberId', as: 'member' },
    { name: 'dueDays', as: 'days' },
  ],
  page: [],
  http: [...text('url'), secret('signingKey'), ...text('signName')],
};
const OF_KIND: Readonly<Record<Kind, readonly Provider[]>> = {
  email: ['house', 'smtp'],
  sms: ['aliyun', 'tencent', 'twilio', 'http'],
  wechat: ['wechat'],
  wecom: ['wecom'],
  page: ['page'],
  webhook: ['http'],
  call: ['people'],
  visit: ['people'],
  letter: ['people'],
  gift: ['people'],
};
const FIRST: Values = { port: 587, secure: false, region: 'ap-guangzhou', mode: 'template', dueDays: 0 };
const KINDS = Object.keys(OF_KIND) as Kind[];
/** Kinds whose platform calls us. */
const ACCOUNTS: ReadonlySet<string> = new Set(['wechat', 'wecom']);
const EXPLAINED: ReadonlySet<string> = new Set(['wechat', 'wecom', 'page']);
/** Nobody else sends, who could say what became of it. */
const SILENT: ReadonlySet<Provider> = new Set(['people', 'page']);

export function ChannelForm({
  channel,
  houseMail,
  onDone,
}: {
  channel?: Channel;
  houseMail: boolean;
  onDone: () => void;
}): ReactNode {
  const { t } = useTranslation('care');
  const f = useFormats();
  const queries = useQueryClient();
  const [kind, setKind] = useState<Kind>(channel?.kind ?? 'email');
  const possible = OF_KIND[kind].filter((one) => one !== 'house' || houseMail);
  const [chosen, setChosen] = useState<Provider | null>(channel?.provider ?? null);
  const provider = chosen && possible.includes(chosen) ? chosen : (possible[0] ?? 'smtp');
  const [name, setName] = useState(channel?.name ?? '');
  const [perMinute, setPerMinute] = useState<number | ''>(channel?.perMinute ?? '');
  const [cost, setCost] = useState(channel?.cost.amount ?? '');
  const [values, setValues] = useState<Values>({ ...FIRST, ...(channel?.settings as Values | undefined) });
  const saved = {
    onSettled: () => queries.invalidateQueries({ queryKey: api.key() }),
    onSuccess: onDone,
  };
  const create = useMutation(api.channels.create.mutationOptions(saved));
  const change = useMutation(api.channels.change.mutationOptions(saved));
  const error = create.error ?? change.error;
  const submit = () => {
    const filled = FIELDS[provider].flatMap(({ name: field }) => {
      const value = values[field];
      return value === undefined || value === '' || value === null ? [] : [[field, value] as const];
    });
    const given = { provider, ...Object.fromEntries(filled) } as never;
    const shared = {
      name: name.trim() || t(`kind.${kind}`),
      perMinute: perMinute === '' ? null : perMinute,
      cost: cost === '' ? null : { amount: String(cost), currency: f.settings.baseCurrency },
      given,
    };
    if (channel) change.mutate({ id: channel.id, version: channel.version, ...shared });
    else create.mutate({ kind, ...shared });
  };
  return (
    <Form
      submit={t(channel ? 'save' : 'channel.create')}
      busy={create.isPending || change.isPending}
      problem={isApiError(error) ? error.message : undefined}
      onCancel={onDone}
      onSubmit={(event) => {
        event?.preventDefault();
        submit();
      }}
    >
      {!channel && (
        <Select
          label={t('channel.kind')}
          data={KINDS.map((value) => ({ value, label: t(`kind.${value}`) }))}
          value={kind}
          allowDeselect={false}
          onChange={(value) => setKind((value ?? 'email') as Kind)}
        />
      )}
      <Select
        label={t('channel.provider')}
        data={possible.map((value) => ({ value, label: t(`provider.${value}`) }))}
        value={provider}
        allowDeselect={false}
        onChange={(value) => setChosen(value as Provider)}
      />
      <TextInput
        label={t('channel.name')}
        placeholder={t(`kind.${kind}`)}
        maxLength={60}
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      {FIELDS[provider].map((asked) => (
        <Field
          key={asked.name}
          asked={asked}
          value={values[asked.name] ?? ''}
          kept={channel?.provider === provider && channel.secrets.includes(asked.name)}
          onChange={(value) => setValues((before) => ({ ...before, [asked.name]: value }))}
        />
      ))}
      {EXPLAINED.has(kind) && <p className={classes.faint}>{t(`channel.${kind}About`)}</p>}
      {provider === 'people' && <p className={classes.faint}>{t('channel.peopleAbout')}</p>}
      {channel && !SILENT.has(provider) && (
        <TextInput
          label={t(ACCOUNTS.has(kind) ? 'channel.callsTo' : 'channel.reportsTo')}
          description={t(ACCOUNTS.has(kind) ? 'channel.callsToAbout' : 'channel.reportsToAbout')}
          readOnly
          value={channel.reportsTo}
        />
      )}
      <FormRow>
        <NumberInput
          label={t('channel.perMinute')}
          description={t('channel.perMinuteAbout')}
          min={1}
          allowDecimal={false}
          value={perMinute}
          onChange={(value) => setPerMinute(typeof value === 'number' ? value : '')}
        />
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

interface FieldProps {
  asked: Asked;
  value: Values[string];
  /** A secret that is there already and stays unless a new one is given. */
  kept: boolean;
  onChange: (value: Values[string]) => void;
}

function Field({ asked: { name, as }, value, kept, onChange }: FieldProps): ReactNode {
  const { t } = useTranslation('care');
  const label = t(`channel.${name}`);
  const placeholder = kept ? t('channel.kept') : undefined;
  if (as === 'number')
    return (
      <NumberInput
        label={label}
        min={1}
        max={65_535}
        allowDecimal={false}
        value={Number(value)}
        onChange={(next) => onChange(Number(next))}
      />
    );
  if (as === 'switch')
    return (
      <Switch label={label} checked={value === true} onChange={(event) => onChange(event.currentTarget.checked)} />
    );
  if (as === 'days')
    return (
      <NumberInput
        label={label}
        min={0}
        max={60}
        allowDecimal={false}
        value={Number(value)}
        onChange={(next) => onChange(Number(next))}
      />
    );
  if (as === 'member') return <MemberField label={label} value={String(value)} onChange={onChange} />;
  if (as === 'mode')
    return (
      <Select
        label={label}
        data={(['template', 'subscription'] as const).map((one) => ({ value: one, label: t(`channel.modes.${one}`) }))}
        value={String(value)}
        allowDeselect={false}
        onChange={(next) => onChange(next ?? 'template')}
      />
    );
  if (as === 'secret')
    return (
      <PasswordInput
        label={label}
        placeholder={placeholder}
        autoComplete="off"
        value={String(value)}
        visibilityToggleButtonProps={{ 'aria-label': t('channel.show', { field: label }) }}
        onChange={(event) => onChange(event.currentTarget.value)}
      />
    );
  if (as === 'key')
    return (
      <Textarea
        label={label}
        placeholder={placeholder}
        autosize
        minRows={2}
        maxRows={6}
        value={String(value)}
        onChange={(event) => onChange(event.currentTarget.value)}
      />
    );
  return <TextInput label={label} value={String(value)} onChange={(event) => onChange(event.currentTarget.value)} />;
}
