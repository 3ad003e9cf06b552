import { NumberInput, Radio, Select, Stack, Textarea, TextInput } from '@mantine/core';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { lostReasons } from '../../../../../modules/retention/cases/contract.ts';
import { falseAlarmReasons, neededFor } from '../../../../../modules/retention/cases/rules/lesson.ts';
import { Form } from '../../../../kit/form.tsx';
import { useFormats } from '../../../../kit/use-formats.ts';
import type { CaseOutcome, CloseInput, OpenedCase } from '../../api.ts';
import { problemAt, problemBeside } from '../problem.ts';
import classes from './cases.module.css';
import { useCase } from './use-case.ts';

const OUTCOMES = ['came_back', 'promised', 'lost', 'false_alarm'] as const satisfies readonly CaseOutcome[];

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
  const [outcome, setOutcome] = useState<CaseOutcome>(start);
  const [reason, setReason] = useState<CloseInput['reason']>(null);
  const [day, setDay] = useState('');
  const [everyDays, setEveryDays] = useState<number | string>('');
  const [spent, setSpent] = useState<number | string>('');
  const [note, setNote] = useState('');
  const reasons = outcome === 'lost' ? lostReasons : outcome === 'false_alarm' ? falseAlarmReasons : [];
  const words = outcome === 'lost' ? 'cases.lostReason' : 'cases.falseReason';
  const alarm = outcome === 'false_alarm' ? falseAlarmReasons.find((one_) => one_ === reason) : undefined;
  const asks = alarm && neededFor(alarm);
  const fields = ['reason', 'until', 'promisedOn', 'everyDays', 'spent'];
  return (
    <Form
      submit={t('cases.close')}
      busy={close.isPending}
      onCancel={onDone}
      problem={problemBeside(close.error, fields)}
      onSubmit={(event) => {
        event?.preventDefault();
        close.mutate(
          {
            id: one.id,
            version: one.version,
            outcome,
            reason: reasons.length > 0 ? (reason ?? null) : null,
            note,
            promisedOn: outcome === 'promised' ? day || null : null,
            until: asks === 'until' ? day || null : null,
            everyDays: asks === 'everyDays' && everyDays !== '' ? Number(everyDays) : null,
            spent: spent === '' ? null : { amount: String(spent), currency: f.settings.baseCurrency },
          },
          { onSuccess: onDone },
        );
      }}
    >
      <Radio.Group
        aria-label={t('cases.closeTitle')}
        value={outcome}
        onChange={(value) => {
          setOutcome(value as CaseOutcome);
          setReason(null);
        }}
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
      {reasons.length > 0 && (
        <Select
          label={t('cases.reasonLabel')}
          data={reasons.map((value) => ({ value, label: t(`${words}.${value}`) }))}
          value={reason ?? null}
          error={problemAt(close.error, 'reason')}
          onChange={(value) => setReason(value as CloseInput['reason'])}
        />
      )}
      {alarm && <p className={classes.teaches}>{t(`cases.teaches.${alarm}`)}</p>}
      {(outcome === 'promised' || asks === 'until') && (
        <TextInput
          type="date"
          label={t(outcome === 'promised' ? 'cases.promisedOn' : 'cases.until')}
          min={f.settings.today}
          value={day}
          error={problemAt(close.error, outcome === 'promised' ? 'promisedOn' : 'until')}
          onChange={(event) => setDay(event.currentTarget.value)}
        />
      )}
      {asks === 'everyDays' && (
        <NumberInput
          label={t('cases.everyDays')}
          min={1}
          max={3650}
          allowDecimal={false}
          value={everyDays}
          error={problemAt(close.error, 'everyDays')}
          onChange={setEveryDays}
        />
      )}
      {outcome !== 'false_alarm' && (
        <NumberInput
          label={t('cases.spent')}
          description={t('cases.spentAbout')}
          prefix={f.currencySign()}
          min={0}
          decimalScale={2}
          value={spent}
          error={problemAt(close.error, 'spent')}
          onChange={setSpent}
        />
      )}
      <Textarea
        label={t('cases.closeNote')}
        autosize
        minRows={2}
        maxRows={6}
        maxLength={2000}
        value={note}
        onChange={(event) => setNote(event.currentTarget.value)}
      />
    </Form>
  );
}
