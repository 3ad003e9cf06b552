import { MultiSelect, NumberInput, Select, Switch, Textarea, TextInput } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { isApiError } from '../../../api/errors.ts';
import { Form, FormRow } from '../../../kit/form.tsx';
import { useFormats } from '../../../kit/use-formats.ts';
import { api, type OpenedGathering } from './api.ts';
import { useTiers } from './tiers.ts';

interface Draft {
  title: string;
  text: string;
  online: boolean;
  place: string;
  day: string;
  from: string;
  to: string;
  places: number | '';
  price: string;
  tiers: string[];
  opensOn: string;
  channelId: string | null;
  listed: boolean;
  cost: string;
  effectDays: number;
}

const EMPTY: Draft = {
  title: '',
  text: '',
  online: false,
  place: '',
  day: '',
  from: '14:00',
  to: '16:00',
  places: 20,
  price: '',
  tiers: [],
  opensOn: '',
  channelId: null,
  listed: true,
  cost: '',
  effectDays: 30,
};

/** A new event, or one that is changed. Title and day suffice: the rest has good defaults. */
export function EventForm({ event, onDone }: { event?: OpenedGathering; onDone: () => void }): ReactNode {
  const { t } = useTranslation('care');
  const f = useFormats();
  const queries = useQueryClient();
  const navigate = useNavigate();
  const [draft, setDraft] = useState<Draft>(() => (event ? draftOf(event) : EMPTY));
  const [tried, setTried] = useState(false);
  const change = (part: Partial<Draft>) => setDraft((before) => ({ ...before, ...part }));
  const channels = useQuery(api.channels.list.queryOptions({ input: {} })).data?.items ?? [];
  // A new one tells its guests by the first channel there is; `null` once somebody has taken it out.
  const [untouched, setUntouched] = useState(!event);
  const channelId = untouched ? (channels[0]?.id ?? null) : draft.channelId;
  const saved = { onSettled: () => queries.invalidateQueries({ queryKey: api.key() }) };
  const create = useMutation(
    api.events.create.mutationOptions({
      ...saved,
      onSuccess: ({ id }) => void navigate({ to: '/care/events/$id', params: { id } } as never),
    }),
  );
  const update = useMutation(api.events.change.mutationOptions({ ...saved, onSuccess: onDone }));
  const error = create.error ?? update.error;
  const submit = () => {
    setTried(true);
    if (draft.title.trim() === '' || draft.day === '' || draft.from === '' || draft.to === '') return;
    const given = {
      ...draft,
      channelId,
      places: draft.places === '' ? null : draft.places,
      opensOn: draft.tiers.length > 0 && draft.opensOn !== '' ? draft.opensOn : null,
      cost: draft.cost === '' ? null : { amount: draft.cost, currency: f.settings.baseCurrency },
    };
    if (event) update.mutate({ id: event.id, version: event.version, ...given });
    else create.mutate(given);
  };
  return (
    <Form
      submit={t(event ? 'save' : 'event.create')}
      busy={create.isPending || update.isPending}
      problem={isApiError(error) ? error.message : undefined}
      onCancel={onDone}
      onSubmit={(submitted) => {
        submitted?.preventDefault();
        submit();
      }}
    >
      <WhenAndWhere draft={draft} fresh={!event} tried={tried} onChange={change} />
      <WhoMayCome draft={draft} onChange={change} />
      <Select
        label={t('event.form.channel')}
        description={t('event.form.channelAbout')}
        placeholder={t('event.form.channelNone')}
        data={channels.map(({ id, name }) => ({ value: id, label: name }))}
        value={channelId}
        clearable
        onChange={(chosen) => {
          setUntouched(false);
          change({ channelId: chosen });
        }}
      />
      <MoreFields draft={draft} onChange={change} />
    </Form>
  );
}

interface FieldsProps {
  draft: Draft;
  onChange: (part: Partial<Draft>) => void;
}

function WhenAndWhere({
  draft,
  fresh,
  tried,
  onChange: change,
}: FieldsProps & { fresh: boolean; tried: boolean }): ReactNode {
  const { t } = useTranslation('care');
  const f = useFormats();
  return (
    <>
      <TextInput
        label={t('event.form.title')}
        placeholder={t('event.form.titleExample')}
        autoFocus={fresh}
        maxLength={120}
        value={draft.title}
        error={tried && draft.title.trim() === '' && t('event.form.titleNeeded')}
        onChange={(changed) => change({ title: changed.currentTarget.value })}
      />
      <TextInput
        type="date"
        label={t('event.form.day')}
        description={t('event.form.zone', { zone: f.settings.zone })}
        value={draft.day}
        error={tried && draft.day === '' && t('event.form.dayNeeded')}
        onChange={(changed) => change({ day: changed.currentTarget.value })}
      />
      <FormRow>
        <TextInput
          type="time"
          label={t('event.form.from')}
          value={draft.from}
          onChange={(changed) => change({ from: changed.currentTarget.value })}
        />
        <TextInput
          type="time"
          label={t('event.form.to')}
          value={draft.to}
          onChange={(changed) => change({ to: changed.currentTarget.value })}
        />
      </FormRow>
      <Switch
        label={t('event.form.online')}
        checked={draft.online}
        onChange={(changed) => change({ online: changed.currentTarget.checked })}
      />
      <TextInput
        label={t(draft.online ? 'event.form.link' : 'event.form.place')}
        description={draft.online ? t('event.form.linkAbout') : undefined}
        maxLength={300}
        value={draft.place}
        onChange={(changed) => change({ place: changed.currentTarget.value })}
      />
      <Textarea
        label={t('event.form.text')}
        description={t('event.form.textAbout')}
        autosize
        minRows={3}
        maxLength={4000}
        value={draft.text}
        onChange={(changed) => change({ text: changed.currentTarget.value })}
      />
    </>
  );
}

function WhoMayCome({ draft, onChange: change }: FieldsProps): ReactNode {
  const { t } = useTranslation('care');
  const tiers = useTiers();
  return (
    <>
      <FormRow>
        <NumberInput
          label={t('event.form.places')}
          description={t('event.form.placesAbout')}
          min={1}
          max={100_000}
          allowDecimal={false}
          value={draft.places}
          onChange={(value) => change({ places: typeof value === 'number' ? value : '' })}
        />
        <TextInput
          label={t('event.form.price')}
          placeholder={t('event.form.priceExample')}
          maxLength={60}
          value={draft.price}
          onChange={(changed) => change({ price: changed.currentTarget.value })}
        />
      </FormRow>
      {(tiers.length > 0 || draft.tiers.length > 0) && (
        <MultiSelect
          label={t('event.form.tiers')}
          placeholder={draft.tiers.length === 0 ? t('event.form.tiersNone') : ''}
          data={tiers}
          value={draft.tiers}
          clearable
          onChange={(chosen) => change({ tiers: chosen })}
        />
      )}
      {draft.tiers.length > 0 && (
        <TextInput
          type="date"
          label={t('event.form.opensOn')}
          description={t('event.form.opensOnAbout')}
          value={draft.opensOn}
          onChange={(changed) => change({ opensOn: changed.currentTarget.value })}
        />
      )}
    </>
  );
}

function MoreFields({ draft, onChange: change }: FieldsProps): ReactNode {
  const { t } = useTranslation('care');
  const f = useFormats();
  return (
    <>
      <Switch
        label={t('event.form.listed')}
        description={t('event.form.listedAbout')}
        checked={draft.listed}
        onChange={(changed) => change({ listed: changed.currentTarget.checked })}
      />
      <FormRow>
        <NumberInput
          label={`${t('event.form.cost')} ${f.currencySign()}`}
          min={0}
          decimalScale={2}
          value={draft.cost}
          onChange={(value) => change({ cost: String(value) })}
        />
        <NumberInput
          label={t('event.form.effectDays')}
          suffix={` ${t('event.form.days')}`}
          min={1}
          max={180}
          allowDecimal={false}
          value={draft.effectDays}
          onChange={(value) => change({ effectDays: typeof value === 'number' && value > 0 ? value : 30 })}
        />
      </FormRow>
    </>
  );
}

function draftOf(event: OpenedGathering): Draft {
  const { title, text, online, place, day, from, to, places, price, tiers, opensOn, channel, cost } = event;
  return {
    title,
    text,
    online,
    place,
    day,
    from,
    to,
    places: places ?? '',
    price,
    tiers,
    opensOn: opensOn ?? '',
    channelId: channel?.id ?? null,
    listed: event.listed,
    cost: Number(cost.amount) === 0 ? '' : cost.amount,
    effectDays: event.effectDays,
  };
}
