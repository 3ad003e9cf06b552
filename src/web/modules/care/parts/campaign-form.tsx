import { Button, NumberInput, Select, Textarea, TextInput } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { isApiError } from '../../../api/errors.ts';
import { Form, FormRow } from '../../../kit/form.tsx';
import { useFormats } from '../../../kit/use-formats.ts';
import { api, type Audience, type Channel, type OpenedCampaign, type Template } from '../api.ts';
import { AudienceField } from './audience-field.tsx';
import classes from './care.module.css';
import { CouponField } from './coupon-field.tsx';

interface Draft {
  name: string;
  offer: string;
  couponId: string | null;
  purpose: 'service' | 'greeting' | 'promotion';
  channelId: string;
  templateId: string;
  templateBId: string | null;
  audience: Audience;
  /** Null: as the shop's rules say. */
  holdOutPercent: number | null;
  effectDays: number;
  budget: string;
  startsAt: string;
}

/** A new campaign, or one that has not begun. What is left out is asked of nobody: the rest has good defaults. */
export function CampaignForm({ campaign, onDone }: { campaign?: OpenedCampaign; onDone: () => void }): ReactNode {
  const { t } = useTranslation('care');
  const f = useFormats();
  const queries = useQueryClient();
  const navigate = useNavigate();
  const [draft, setDraft] = useState<Draft>(() => draftOf(campaign));
  const [tried, setTried] = useState(false);
  const change = (part: Partial<Draft>) => setDraft((before) => ({ ...before, ...part }));
  const usual = useQuery(api.settings.read.queryOptions({ input: {} })).data?.holdOutPercent;
  const channels = useQuery(api.channels.list.queryOptions({ input: {} })).data?.items;
  const all = useQuery(api.templates.list.queryOptions({ input: {} })).data?.items;
  // A way for which nobody has written anything cannot be chosen.
  const ways = channels?.filter(({ kind }) => all?.some((one) => one.channel === kind));
  const channel = ways?.find(({ id }) => id === draft.channelId) ?? ways?.[0];
  const holdOut = draft.holdOutPercent ?? usual ?? 10;
  const templates = all?.filter((one) => one.channel === channel?.kind);
  const saved = { onSettled: () => queries.invalidateQueries({ queryKey: api.key() }) };
  const create = useMutation(
    api.campaigns.create.mutationOptions({
      ...saved,
      onSuccess: ({ id }) => void navigate({ to: '/care/campaigns/$id', params: { id } } as never),
    }),
  );
  const update = useMutation(api.campaigns.change.mutationOptions({ ...saved, onSuccess: onDone }));
  if (channels?.length === 0)
    return <NextStep words="campaign.needsChannel" act="campaign.toChannels" to="/settings/channels" />;
  if (all && ways?.length === 0)
    return <NextStep words="campaign.needsTemplate" act="campaign.toTemplates" to="/care/templates/new" />;
  const templateId = templates?.some(({ id }) => id === draft.templateId)
    ? draft.templateId
    : (templates?.[0]?.id ?? '');
  const error = create.error ?? update.error;
  const submit = () => {
    setTried(true);
    if (draft.name.trim() === '' || !channel || templateId === '') return;
    const given = {
      name: draft.name,
      offer: draft.offer || null,
      couponId: draft.couponId,
      purpose: draft.purpose,
      channelId: channel.id,
      templateId,
      templateBId: draft.templateBId,
      ab: draft.templateBId === null ? null : (campaign?.ab ?? ({ rule: 'split' } as const)),
      audience: draft.audience,
      holdOutPercent: holdOut,
      effectDays: draft.effectDays,
      budget: draft.budget === '' ? null : { amount: draft.budget, currency: f.settings.baseCurrency },
      startsAt: draft.startsAt === '' ? null : new Date(draft.startsAt).toISOString(),
    };
    if (campaign) update.mutate({ id: campaign.id, version: campaign.version, ...given });
    else create.mutate(given);
  };
  return (
    <Form
      submit={t(campaign ? 'save' : 'campaign.create')}
      busy={create.isPending || update.isPending}
      problem={isApiError(error) ? error.message : undefined}
      onCancel={onDone}
      onSubmit={(event) => {
        event?.preventDefault();
        submit();
      }}
    >
      <TextInput
        label={t('campaign.name')}
        placeholder={t('campaign.nameExample')}
        autoFocus={!campaign}
        maxLength={80}
        value={draft.name}
        error={tried && draft.name.trim() === '' && t('campaign.nameNeeded')}
        onChange={(event) => change({ name: event.currentTarget.value })}
      />
      <AudienceField audience={draft.audience} onChange={(audience) => change({ audience })} />
      <MeansFields
        draft={draft}
        channels={ways ?? []}
        channelId={channel?.id ?? null}
        templates={templates ?? []}
        templateId={templateId}
        onChange={change}
      />
      <Textarea
        label={t('campaign.offer')}
        description={t('campaign.offerAbout')}
        autosize
        maxLength={300}
        value={draft.offer}
        onChange={(event) => change({ offer: event.currentTarget.value })}
      />
      <CouponField value={draft.couponId} onChange={(couponId) => change({ couponId })} />
      <FigureFields draft={draft} holdOut={holdOut} onChange={change} />
    </Form>
  );
}

interface MeansFieldsProps {
  draft: Draft;
  channels: readonly Channel[];
  channelId: string | null;
  /** Those that fit the channel. */
  templates: readonly Template[];
  templateId: string;
  onChange: (part: Partial<Draft>) => void;
}

/** By which way, as what, and in which words. */
function MeansFields({
  draft,
  channels,
  channelId,
  templates,
  templateId,
  onChange: change,
}: MeansFieldsProps): ReactNode {
  const { t } = useTranslation('care');
  const options = templates.map(({ id, name }) => ({ value: id, label: name }));
  return (
    <>
      <FormRow>
        <Select
          label={t('campaign.channel')}
          data={channels.map(({ id, name }) => ({ value: id, label: name }))}
          value={channelId}
          allowDeselect={false}
          onChange={(chosen) => change({ channelId: chosen ?? '', templateId: '', templateBId: null })}
        />
        <Select
          label={t('campaign.purpose')}
          data={(['promotion', 'greeting', 'service'] as const).map((value) => ({
            value,
            label: t(`purpose.${value}`),
          }))}
          value={draft.purpose}
          allowDeselect={false}
          onChange={(purpose) => change({ purpose: (purpose ?? 'promotion') as Draft['purpose'] })}
        />
      </FormRow>
      <FormRow>
        <Select
          label={t('campaign.template')}
          data={options}
          value={templateId}
          allowDeselect={false}
          onChange={(one) => change({ templateId: one ?? '' })}
        />
        <Select
          label={t('campaign.templateB')}
          description={t('campaign.templateBAbout')}
          data={options.filter(({ value }) => value !== templateId)}
          value={draft.templateBId}
          clearable
          onChange={(templateBId) => change({ templateBId })}
        />
      </FormRow>
    </>
  );
}

interface FigureFieldsProps {
  draft: Draft;
  /** Per cent. */
  holdOut: number;
  onChange: (part: Partial<Draft>) => void;
}

function FigureFields({ draft, holdOut, onChange: change }: FigureFieldsProps): ReactNode {
  const { t } = useTranslation('care');
  const f = useFormats();
  return (
    <>
      <FormRow>
        <NumberInput
          label={t('campaign.holdOut')}
          description={t('campaign.holdOutAbout')}
          min={0}
          max={50}
          suffix=" %"
          allowDecimal={false}
          value={holdOut}
          onChange={(value) => change({ holdOutPercent: typeof value === 'number' ? value : 0 })}
        />
        <NumberInput
          label={t('campaign.effectDays')}
          description={t('campaign.effectDaysAbout')}
          min={1}
          max={180}
          allowDecimal={false}
          value={draft.effectDays}
          onChange={(value) => change({ effectDays: typeof value === 'number' && value > 0 ? value : 28 })}
        />
      </FormRow>
      <FormRow>
        <NumberInput
          label={`${t('campaign.budget')} ${f.currencySign()}`}
          description={t('campaign.budgetAbout')}
          min={0}
          decimalScale={2}
          value={draft.budget}
          onChange={(value) => change({ budget: String(value) })}
        />
        <TextInput
          type="datetime-local"
          label={t('campaign.startsAt')}
          description={t('campaign.startsAtAbout')}
          value={draft.startsAt}
          onChange={(event) => change({ startsAt: event.currentTarget.value })}
        />
      </FormRow>
    </>
  );
}

function NextStep({ words, act, to }: { words: string; act: string; to: string }): ReactNode {
  const { t } = useTranslation('care');
  return (
    <div className={classes.gap}>
      <p>{t(words)}</p>
      <Button component={Link} to={to as '/'}>
        {t(act)}
      </Button>
    </div>
  );
}

function draftOf(campaign: OpenedCampaign | undefined): Draft {
  if (!campaign) {
    return {
      name: '',
      offer: '',
      couponId: null,
      purpose: 'promotion',
      channelId: '',
      templateId: '',
      templateBId: null,
      audience: { include: [], exclude: [] },
      holdOutPercent: null,
      effectDays: 28,
      budget: '',
      startsAt: '',
    };
  }
  const {
    name,
    offer,
    couponId,
    purpose,
    channel,
    templateId,
    templateBId,
    audience,
    holdOutPercent,
    effectDays,
    budget,
    startsAt,
  } = campaign;
  return {
    name,
    offer: offer ?? '',
    couponId,
    purpose,
    channelId: channel.id,
    templateId,
    templateBId,
    audience,
    holdOutPercent,
    effectDays,
    budget: budget?.amount ?? '',
    startsAt: startsAt ? localTime(new Date(startsAt)) : '',
  };
}

/** As the field wants it: the reader's own clock. */
function localTime(at: Date): string {
  return new Date(at.getTime() - at.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}
