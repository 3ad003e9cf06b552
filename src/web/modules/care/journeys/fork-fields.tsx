import { Button, Group, NumberInput, Select, TextInput } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Happening, Step, Wait } from '../../../../modules/care/journeys/plan-contract.ts';
import { ConditionField } from './condition-field.tsx';
import classes from './journeys.module.css';
import type { Names } from './names.ts';
import { SpanField } from './span-field.tsx';

export interface StepFields {
  step: Step;
  names: Names;
  sentence: string | undefined;
  onChange: (step: Step) => void;
}

const HAPPENINGS = ['order', 'visit', 'opened', 'clicked', 'answered', 'event'] as const;

/** Fields of what makes people wait or parts them. */
export function ForkFields({ step, names, sentence, onChange }: StepFields): ReactNode {
  const { t } = useTranslation('care');
  switch (step.kind) {
    case 'wait':
      return <WaitFields wait={step.wait} onChange={(wait) => onChange({ ...step, wait })} />;
    case 'until':
      return (
        <>
          <Select
            label={t('journey.form.happens')}
            data={HAPPENINGS.map((value) => ({ value, label: t(`journey.happens.${value}`) }))}
            value={step.happens.kind}
            allowDeselect={false}
            onChange={(kind) =>
              onChange({ ...step, happens: (kind === 'event' ? { kind, name: '' } : { kind }) as Happening })
            }
          />
          {step.happens.kind === 'event' && (
            <EventName
              value={step.happens.name}
              onChange={(name) => onChange({ ...step, happens: { kind: 'event', name } })}
            />
          )}
          <SpanField
            label={t('journey.form.within')}
            span={step.within}
            onChange={(within) => onChange({ ...step, within })}
          />
        </>
      );
    case 'condition':
      return (
        <ConditionField
          label={t('journey.ask.label')}
          value={step.condition}
          sentence={sentence}
          names={names}
          onChange={(condition) => onChange({ ...step, condition })}
        />
      );
    case 'split':
      return <Shares step={step} onChange={onChange} />;
    default:
      return null;
  }
}

export function EventName({ value, onChange }: { value: string; onChange: (name: string) => void }): ReactNode {
  const { t } = useTranslation('care');
  return (
    <TextInput
      label={t('journey.form.event')}
      description={t('journey.form.eventAbout')}
      maxLength={40}
      value={value}
      onChange={(event) =>
        onChange(
          event.currentTarget.value
            .toLowerCase()
            .replace(/[^a-z0-9_.-]/g, '')
            .replace(/^[^a-z]+/, ''),
        )
      }
    />
  );
}

function WaitFields({ wait, onChange }: { wait: Wait; onChange: (wait: Wait) => void }): ReactNode {
  const { t } = useTranslation('care');
  const days = [null, 1, 2, 3, 4, 5, 6, 7];
  return (
    <>
      <Select
        label={t('journey.form.waitKind')}
        data={(['span', 'clock'] as const).map((value) => ({ value, label: t(`journey.form.${value}`) }))}
        value={wait.kind}
        allowDeselect={false}
        onChange={(kind) =>
          onChange(
            kind === 'clock'
              ? { kind, weekday: null, at: '10:00' }
              : { kind: 'span', span: { amount: 1, unit: 'days' } },
          )
        }
      />
      {wait.kind === 'span' ? (
        <SpanField
          label={t('journey.form.howLong')}
          span={wait.span}
          onChange={(span) => onChange({ kind: 'span', span })}
        />
      ) : (
        <div className={classes.row}>
          <Select
            label={t('journey.form.weekday')}
            data={days.map((day) => ({ value: String(day ?? 'any'), label: t(`journey.weekday.${day ?? 'any'}`) }))}
            value={String(wait.weekday ?? 'any')}
            allowDeselect={false}
            onChange={(day) => onChange({ ...wait, weekday: day === null || day === 'any' ? null : Number(day) })}
          />
          <TextInput
            type="time"
            label={t('journey.form.at')}
            value={wait.at}
            onChange={(event) => onChange({ ...wait, at: event.currentTarget.value || '10:00' })}
          />
        </div>
      )}
    </>
  );
}

function Shares({
  step,
  onChange,
}: {
  step: Extract<Step, { kind: 'split' }>;
  onChange: (step: Step) => void;
}): ReactNode {
  const { t } = useTranslation('care');
  const { branches } = step;
  const last = branches.at(-1);
  return (
    <>
      {branches.map(({ share }, n) => (
        <NumberInput
          // eslint-disable-next-line react/no-array-index-key
          key={n}
          label={t('journey.form.share', { no: n + 1 })}
          min={1}
          max={99}
          suffix=" %"
          allowDecimal={false}
          value={share}
          onChange={(value) =>
            onChange({
              ...step,
              branches: branches.map((one, at) =>
                at === n ? { ...one, share: typeof value === 'number' && value > 0 ? value : 1 } : one,
              ),
            })
          }
        />
      ))}
      <Group gap={8}>
        <Button
          variant="default"
          disabled={branches.length >= 4}
          onClick={() => onChange({ ...step, branches: [...branches, { share: 10, steps: [] }] })}
        >
          {t('journey.form.moreShares')}
        </Button>
        <Button
          variant="default"
          disabled={branches.length <= 2 || (last?.steps.length ?? 0) > 0}
          onClick={() => onChange({ ...step, branches: branches.slice(0, -1) })}
        >
          {t('journey.form.fewerShares')}
        </Button>
      </Group>
    </>
  );
}
