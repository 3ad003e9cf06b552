import { MultiSelect, NumberInput, Select, TextInput } from '@mantine/core';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Trigger } from '../../../../modules/care/journeys/plan-contract.ts';
import { formatDecimal, parseMoney } from '../../../../maths/money.ts';
import { Form } from '../../../kit/form.tsx';
import { useFormats } from '../../../kit/use-formats.ts';
import { useTiers } from '../events/tiers.ts';
import { ConditionField } from './condition-field.tsx';
import { EventName } from './fork-fields.tsx';
import classes from './journeys.module.css';
import type { Names } from './names.ts';

const EMPTY: { readonly [Kind in Trigger['kind']]: Extract<Trigger, { kind: Kind }> } = {
  joined: { kind: 'joined' },
  firstOrder: { kind: 'firstOrder' },
  order: { kind: 'order', minAmount: 0 },
  visit: { kind: 'visit' },
  stage: { kind: 'stage', to: [] },
  class: { kind: 'class', scheme: 'value-matrix', to: null },
  tier: { kind: 'tier', to: null },
  alert: { kind: 'alert' },
  segment: { kind: 'segment', segmentId: null },
  tag: { kind: 'tag', tag: '' },
  field: { kind: 'field', field: '' },
  birthday: { kind: 'birthday', daysAhead: 14 },
  date: { kind: 'date', field: '', days: 0 },
  daily: { kind: 'daily', condition: null },
  event: { kind: 'event', name: '' },
  hook: { kind: 'hook' },
};
const STAGES = ['lead', 'prospect', 'active', 'sleeping', 'lost'] as const;
const VALUE_CLASSES = ['best', 'frequent', 'spender', 'uncertain'] as const;

interface TriggerFormProps {
  trigger: Trigger;
  names: Names;
  sentence: string | undefined;
  readOnly: boolean;
  onKeep: (trigger: Trigger) => void;
}

export function TriggerForm({ trigger, names, sentence, readOnly, onKeep }: TriggerFormProps): ReactNode {
  const { t } = useTranslation('care');
  const [draft, setDraft] = useState<Trigger>(trigger);
  return (
    <Form
      submit={t('journey.form.save')}
      onSubmit={(event) => {
        event?.preventDefault();
        if (!readOnly) onKeep(draft);
      }}
    >
      <fieldset disabled={readOnly} style={{ border: 0, margin: 0, padding: 0, minWidth: 0 }}>
        <div className={classes.fields}>
          <Select
            label={t('journey.form.trigger')}
            data={(Object.keys(EMPTY) as Trigger['kind'][]).map((value) => ({
              value,
              label: t(`journey.trigger.${value}`),
            }))}
            value={draft.kind}
            allowDeselect={false}
            onChange={(kind) => kind && setDraft(EMPTY[kind as Trigger['kind']])}
          />
          <TriggerFields draft={draft} names={names} sentence={sentence} onChange={setDraft} />
        </div>
      </fieldset>
    </Form>
  );
}

interface FieldsProps {
  draft: Trigger;
  names: Names;
  sentence: string | undefined;
  onChange: (trigger: Trigger) => void;
}

function TriggerFields({ draft, names, sentence, onChange }: FieldsProps): ReactNode {
  const { t } = useTranslation('care');
  const { t: customers } = useTranslation('customers');
  const { t: segments } = useTranslation('segments');
  const f = useFormats();
  const tiers = useTiers();
  const word = (key: string) => t(`journey.form.${key}`);
  const currency = f.settings.baseCurrency;
  const field = (value: string, onField: (key: string) => void, dates: boolean) => (
    <Select
      label={word('field')}
      data={names.fields.filter(({ type }) => !dates || type === 'date')}
      value={value || null}
      onChange={(key) => onField(key ?? '')}
    />
  );
  switch (draft.kind) {
    case 'order':
      return (
        <NumberInput
          label={`${word('minAmount')} ${f.currencySign()}`}
          min={0}
          value={formatDecimal(BigInt(draft.minAmount), currency)}
          onChange={(value) => {
            const read = parseMoney(String(value || '0'), currency);
            onChange({ ...draft, minAmount: read.ok ? Number(read.value) : 0 });
          }}
        />
      );
    case 'stage':
      return (
        <MultiSelect
          label={word('stages')}
          data={STAGES.map((value) => ({ value, label: customers(`stage.${value}`) }))}
          value={draft.to}
          onChange={(to) => onChange({ ...draft, to: to as typeof draft.to })}
        />
      );
    case 'class':
      return (
        <Select
          label={word('schemeTo')}
          placeholder={word('any')}
          clearable
          data={VALUE_CLASSES.map((value) => ({ value, label: segments(`matrix.${value}.name`) }))}
          value={draft.to}
          onChange={(to) => onChange({ ...draft, scheme: 'value-matrix', to })}
        />
      );
    case 'tier':
      return (
        <Select
          label={word('tier')}
          placeholder={word('any')}
          clearable
          data={tiers}
          value={draft.to}
          onChange={(to) => onChange({ ...draft, to })}
        />
      );
    case 'segment':
      return (
        <Select
          label={word('segment')}
          data={names.segments}
          value={draft.segmentId}
          onChange={(segmentId) => onChange({ ...draft, segmentId })}
        />
      );
    case 'tag':
      return (
        <TextInput
          label={word('tag')}
          maxLength={60}
          value={draft.tag}
          onChange={(event) => onChange({ ...draft, tag: event.currentTarget.value })}
        />
      );
    case 'field':
      return field(draft.field, (key) => onChange({ ...draft, field: key }), false);
    case 'birthday':
      return (
        <Days
          label={word('daysAhead')}
          min={0}
          max={60}
          value={draft.daysAhead}
          onChange={(daysAhead) => onChange({ ...draft, daysAhead })}
        />
      );
    case 'date':
      return (
        <>
          {field(draft.field, (key) => onChange({ ...draft, field: key }), true)}
          <Days
            label={word('daysAfter')}
            min={-365}
            max={3650}
            value={draft.days}
            onChange={(days) => onChange({ ...draft, days })}
          />
        </>
      );
    case 'daily':
      return (
        <ConditionField
          label={t('journey.ask.label')}
          value={draft.condition}
          sentence={sentence}
          names={names}
          onChange={(condition) => onChange({ ...draft, condition })}
        />
      );
    case 'event':
      return <EventName value={draft.name} onChange={(name) => onChange({ ...draft, name })} />;
    default:
      return null;
  }
}

interface DaysProps {
  label: string;
  min: number;
  max: number;
  value: number;
  onChange: (days: number) => void;
}

function Days({ label, min, max, value, onChange }: DaysProps): ReactNode {
  return (
    <NumberInput
      label={label}
      min={min}
      max={max}
      allowDecimal={false}
      value={value}
      onChange={(days) => onChange(typeof days === 'number' ? days : 0)}
    />
  );
}
