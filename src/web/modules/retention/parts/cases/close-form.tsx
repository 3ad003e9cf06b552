import { NumberInput, Radio, Select, Stack, Textarea, TextInput } from '@mantine/core';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { lostReasons } from '../../../../../modules/retention/cases/case-contract.ts';
import { falseAlarmReasons, neededFor } from '../../../../../modules/retention/cases/rules/lesson.ts';
import { Form } from '../../../../kit/form.tsx';
import { useFormats } from '../../../../kit/use-formats.ts';
import type { CaseOutcome, CloseInput, OpenedCase } from '../../api.ts';
import { MoneyField } from '../money-field.tsx';
import { problemAt, problemBeside } from '../problem.ts';
import classes from './cases.module.css';
import { useCase } from './use-case.ts';

const OUTCOMES = ['came_back', 'promised', 'lost', 'false_alarm'] as const satisfies readonly CaseOutcome[];
const FIELDS = ['reason', 'until', 'promisedOn', 'everyDays', 'spent'];

/** What is filled in; empty is not said. */
interface Said {
  outcome: CaseOutcome;
  reason: NonNullable<CloseInput['reason']> | null;
  day: string;
  everyDays: number | string;
  spent: number | string;
  note: string;
}

interface CloseFormProps {
  one: OpenedCase;
  start: CaseOutcome;
  onDone: () => void;
}

/** What became of it. A reason is asked only where something is learnt from it, and what it teaches is said beside it. */
export function CloseForm({ one, start, onDone }: CloseFormProps): ReactNode {
  const { t } = useTranslation('retention');
  const f = useFormats();
  const { close } = useCase();
  const [said, setSaid] = useState<Said>({
    outcome: start,
    reason: null,
    day: '',
    everyDays: '',
    spent: '',
    note: '',
  });
  const say = (more: Partial<Said>) => setSaid((before) => ({ ...before, ...more }));
  return (
    <Form
      submit={t('cases.close')}
      busy={close.isPending}
      onCancel={onDone}
      problem={problemBeside(close.error, FIELDS)}
      onSubmit={(event) => {
        event?.preventDefault();
        close.mutate(
          { id: one.id, version: one.version, ...closing(said, f.settings.baseCurrency) },
          { onSuccess: onDone },
        );
      }}
    >
      <Outcomes said={said} onSay={say} />
      <Why said={said} onSay={say} error={close.error} />
      {said.outcome !== 'false_alarm' && (
        <MoneyField
          label={t('cases.spent')}
          description={t('cases.spentAbout')}
          value={said.spent}
          error={problemAt(close.error, 'spent')}
          onChange={(spent) => say({ spent })}
        />
      )}
      <Textarea
        label={t('cases.closeNote')}
        autosize
        minRows={2}
        maxRows={6}
        maxLength={2000}
        value={said.note}
        onChange={(event) => say({ note: event.currentTarget.value })}
      />
    </Form>
  );
}

/** Only what belongs to the outcome: what was filled in for another one is not sent. */
function closing(said: Said, currency: string): Omit<CloseInput, 'id' | 'version'> {
  const { outcome, reason, day, everyDays, spent, note } = said;
  const asks = askedOf(said);
  return {
    outcome,
    reason: reasonsOf(outcome).length > 0 ? reason : null,
    note,
    promisedOn: outcome === 'promised' ? day || null : null,
    until: asks === 'until' ? day || null : null,
    everyDays: asks === 'everyDays' && everyDays !== '' ? Number(everyDays) : null,
    spent: spent === '' || outcome === 'false_alarm' ? null : { amount: String(spent), currency },
  };
}

function reasonsOf(outcome: CaseOutcome): readonly NonNullable<Said['reason']>[] {
  return outcome === 'lost' ? lostReasons : outcome === 'false_alarm' ? falseAlarmReasons : [];
}

function alarmOf({ outcome, reason }: Said) {
  return outcome === 'false_alarm' ? falseAlarmReasons.find((one) => one === reason) : undefined;
}

function askedOf(said: Said) {
  const alarm = alarmOf(said);
  return alarm && neededFor(alarm);
}

interface PartProps {
  said: Said;
  onSay: (more: Partial<Said>) => void;
}

function Outcomes({ said, onSay }: PartProps): ReactNode {
  const { t } = useTranslation('retention');
  return (
    <Radio.Group
      aria-label={t('cases.closeTitle')}
      value={said.outcome}
      onChange={(value) => onSay({ outcome: value as CaseOutcome, reason: null })}
    >
      <Stack gap={10}>
        {OUTCOMES.map((value) => (
          <Radio
            key={value}
            value={value}
            label={t(`cases.outcome.${value}`)}
            description={t(`cases.outcomeAbout.${value}`)}
          />
        ))}
      </Stack>
    </Radio.Group>
  );
}

/** The reason, what it teaches, and what has to be known for that. */
function Why({ said, onSay, error }: PartProps & { error: unknown }): ReactNode {
  const { t } = useTranslation('retention');
  const f = useFormats();
  const { outcome, reason } = said;
  const [reasons, alarm, asks] = [reasonsOf(outcome), alarmOf(said), askedOf(said)];
  const words = outcome === 'lost' ? 'cases.lostReason' : 'cases.falseReason';
  return (
    <>
      {reasons.length > 0 && (
        <Select
          label={t('cases.reasonLabel')}
          data={reasons.map((value) => ({ value, label: t(`${words}.${value}`) }))}
          value={reason}
          error={problemAt(error, 'reason')}
          onChange={(value) => onSay({ reason: value as Said['reason'] })}
        />
      )}
      {alarm && <p className={classes.teaches}>{t(`cases.teaches.${alarm}`)}</p>}
      {(outcome === 'promised' || asks === 'until') && (
        <TextInput
          type="date"
          label={t(outcome === 'promised' ? 'cases.promisedOn' : 'cases.until')}
          min={f.settings.today}
          value={said.day}
          error={problemAt(error, outcome === 'promised' ? 'promisedOn' : 'until')}
          onChange={(event) => onSay({ day: event.currentTarget.value })}
        />
      )}
      {asks === 'everyDays' && (
        <NumberInput
          label={t('cases.everyDays')}
          min={1}
          max={3650}
          allowDecimal={false}
          value={said.everyDays}
          error={problemAt(error, 'everyDays')}
          onChange={(everyDays) => onSay({ everyDays })}
        />
      )}
    </>
  );
}
