import { NumberInput, Select, Switch, Textarea, TextInput } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { StepFields } from './fork-fields.tsx';

/** Fields of what is done for somebody. */
export function DeedFields({ step, names, onChange }: StepFields): ReactNode {
  const { t } = useTranslation('care');
  const word = (key: string) => t(`journey.form.${key}`);
  switch (step.kind) {
    case 'message': {
      const kind = names.channels.find(({ value }) => value === step.channelId)?.kind;
      return (
        <>
          <Select
            label={word('channel')}
            placeholder={names.channels.length === 0 ? word('noChannel') : ''}
            data={names.channels}
            value={step.channelId}
            onChange={(channelId) => onChange({ ...step, channelId })}
          />
          <Select
            label={word('template')}
            searchable
            data={names.templates.filter(({ channel }) => kind === undefined || channel === kind)}
            value={step.templateId}
            onChange={(templateId) => onChange({ ...step, templateId })}
          />
        </>
      );
    }
    case 'task':
      return (
        <>
          <TextInput
            label={word('title')}
            maxLength={120}
            value={step.title}
            onChange={(event) => onChange({ ...step, title: event.currentTarget.value })}
          />
          <Textarea
            label={word('note')}
            autosize
            minRows={2}
            maxLength={1000}
            value={step.note}
            onChange={(event) => onChange({ ...step, note: event.currentTarget.value })}
          />
          <NumberInput
            label={word('dueDays')}
            min={0}
            max={60}
            allowDecimal={false}
            value={step.dueDays}
            onChange={(value) => onChange({ ...step, dueDays: typeof value === 'number' ? value : 0 })}
          />
          <Select
            label={word('assignee')}
            placeholder={t('journey.say.taskOwner')}
            clearable
            searchable
            data={names.members}
            value={step.assigneeId}
            onChange={(assigneeId) => onChange({ ...step, assigneeId })}
          />
        </>
      );
    case 'coupon':
      return (
        <Select
          label={word('coupon')}
          description={word('couponAbout')}
          data={names.coupons}
          value={step.couponId}
          onChange={(couponId) => onChange({ ...step, couponId })}
        />
      );
    case 'points':
      return (
        <>
          <NumberInput
            label={word('points')}
            min={1}
            max={100_000}
            allowDecimal={false}
            value={step.points}
            onChange={(value) => onChange({ ...step, points: typeof value === 'number' && value > 0 ? value : 1 })}
          />
          <TextInput
            label={word('reason')}
            maxLength={100}
            value={step.reason}
            onChange={(event) => onChange({ ...step, reason: event.currentTarget.value })}
          />
        </>
      );
    case 'tag':
      return (
        <>
          <TextInput
            label={word('tag')}
            maxLength={60}
            value={step.tag}
            onChange={(event) => onChange({ ...step, tag: event.currentTarget.value })}
          />
          <Switch
            label={word('remove')}
            checked={step.remove}
            onChange={(event) => onChange({ ...step, remove: event.currentTarget.checked })}
          />
        </>
      );
    case 'field':
      return (
        <>
          <Select
            label={word('field')}
            data={names.fields}
            value={step.field || null}
            onChange={(field) => onChange({ ...step, field: field ?? '' })}
          />
          <TextInput
            label={word('value')}
            maxLength={200}
            value={String(step.value)}
            onChange={(event) => onChange({ ...step, value: event.currentTarget.value })}
          />
        </>
      );
    case 'owner':
      return (
        <Select
          label={word('member')}
          searchable
          data={names.members}
          value={step.memberId}
          onChange={(memberId) => onChange({ ...step, memberId })}
        />
      );
    case 'call':
      return (
        <TextInput
          label={word('url')}
          description={word('urlAbout')}
          maxLength={500}
          value={step.url}
          onChange={(event) => onChange({ ...step, url: event.currentTarget.value })}
        />
      );
    default:
      return <p>{t('journey.say.leave')}</p>;
  }
}
