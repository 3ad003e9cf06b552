import { Button, NumberInput, Select, Switch, TextInput } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { AnyGreetingKind, Greeting } from '../../../../modules/care/greetings/contract.ts';
import { isApiError } from '../../../api/errors.ts';
import { Form, FormRow } from '../../../kit/form.tsx';
import { api, type Channel, type Template } from '../api.ts';
import classes from '../parts/care.module.css';
import { CouponField } from '../parts/coupon-field.tsx';

interface RuleFormProps {
  kind: AnyGreetingKind;
  rule: Greeting | undefined;
  onDone: () => void;
}

/** What is said on this kind of day; needs a template that no promotion is made of, and a way that it fits. */
export function RuleForm(props: RuleFormProps): ReactNode {
  const { t } = useTranslation('care');
  const templates = useQuery(api.templates.list.queryOptions({ input: {} })).data?.items;
  const channels = useQuery(api.channels.list.queryOptions({ input: {} })).data?.items;
  if (!templates || !channels) return null;
  const fitting = templates.filter(
    ({ purpose, channel }) => purpose !== 'promotion' && channels.some(({ kind }) => kind === channel),
  );
  if (fitting.length > 0) return <RuleFields {...props} templates={fitting} channels={channels} />;
  return (
    <>
      <p>{t('greeting.needsTemplate')}</p>
      <Button component={Link} to={'/care/templates/new' as '/'}>
        {t('campaign.toTemplates')}
      </Button>
    </>
  );
}

interface RuleFieldsProps extends RuleFormProps {
  templates: readonly Template[];
  channels: readonly Channel[];
}

function RuleFields({ kind, rule, templates, channels, onDone }: RuleFieldsProps): ReactNode {
  const { t } = useTranslation('care');
  const queries = useQueryClient();
  const [draft, setDraft] = useState({
    automatic: true,
    daysAhead: 0,
    atTime: '09:00',
    couponId: null as string | null,
    templateId: templates[0]?.id ?? '',
    channelId: '',
    ...rule,
  });
  const change = (part: Partial<typeof draft>) => setDraft((before) => ({ ...before, ...part }));
  const template = templates.find(({ id }) => id === draft.templateId) ?? templates[0];
  const ways = channels.filter((one) => one.kind === template?.channel);
  const channel = ways.find(({ id }) => id === draft.channelId) ?? ways[0];
  const set = useMutation(
    api.greetings.set.mutationOptions({
      onSuccess: onDone,
      onSettled: () => queries.invalidateQueries({ queryKey: api.key() }),
    }),
  );
  return (
    <Form
      submit={t('save')}
      busy={set.isPending}
      problem={isApiError(set.error) ? set.error.message : undefined}
      onCancel={onDone}
      onSubmit={(event) => {
        event?.preventDefault();
        if (!template || !channel) return;
        const { automatic, daysAhead, atTime, couponId } = draft;
        const version = rule ? { version: rule.version } : {};
        const means = { channelId: channel.id, templateId: template.id };
        set.mutate({ kind, ...means, automatic, daysAhead, atTime, couponId, ...version });
      }}
    >
      <Select
        label={t('greeting.template')}
        data={templates.map(({ id, name }) => ({ value: id, label: name }))}
        value={template?.id ?? null}
        allowDeselect={false}
        onChange={(templateId) => change({ templateId: templateId ?? '' })}
      />
      {ways.length > 1 && (
        <Select
          label={t('campaign.channel')}
          data={ways.map(({ id, name }) => ({ value: id, label: name }))}
          value={channel?.id ?? null}
          allowDeselect={false}
          onChange={(channelId) => change({ channelId: channelId ?? '' })}
        />
      )}
      <Switch
        label={t('greeting.automatic')}
        checked={draft.automatic}
        onChange={(event) => change({ automatic: event.currentTarget.checked })}
      />
      <FormRow>
        <NumberInput
          label={t('greeting.daysAhead')}
          description={t('greeting.daysAheadAbout')}
          min={0}
          max={30}
          allowDecimal={false}
          value={draft.daysAhead}
          onChange={(value) => change({ daysAhead: typeof value === 'number' ? value : 0 })}
        />
        <TextInput
          type="time"
          label={t('greeting.atTime')}
          value={draft.atTime}
          onChange={(event) => change({ atTime: event.currentTarget.value })}
        />
      </FormRow>
      <CouponField value={draft.couponId} onChange={(couponId) => change({ couponId })} />
      {draft.couponId !== null && <p className={classes.faint}>{t('greeting.couponPromotes')}</p>}
      <TakeAway kind={kind} there={rule !== undefined} onDone={onDone} />
    </Form>
  );
}

/** Ends the rule, and a day of the shop's own with it. */
function TakeAway({ kind, there, onDone }: { kind: AnyGreetingKind; there: boolean; onDone: () => void }): ReactNode {
  const { t } = useTranslation('care');
  const queries = useQueryClient();
  const gone = { onSuccess: onDone, onSettled: () => queries.invalidateQueries({ queryKey: api.key() }) };
  const remove = useMutation(api.greetings.remove.mutationOptions(gone));
  const removeDay = useMutation(api.greetings.removeOwnDay.mutationOptions(gone));
  return (
    <>
      {there && (
        <Button variant="subtle" color="gray" loading={remove.isPending} onClick={() => remove.mutate({ kind })}>
          {t('greeting.remove')}
        </Button>
      )}
      {kind.startsWith('own-') && (
        <Button
          variant="subtle"
          color="gray"
          loading={removeDay.isPending}
          onClick={() => removeDay.mutate({ id: kind.slice('own-'.length) })}
        >
          {t('greeting.removeOwnDay')}
        </Button>
      )}
    </>
  );
}
