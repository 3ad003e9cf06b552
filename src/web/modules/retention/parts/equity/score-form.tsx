import { SegmentedControl, Select, Slider, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import {
  costSides,
  valueSides,
  type Scores,
  type Side,
} from '../../../../../modules/retention/equity/rules/delivered.ts';
import { Form, FormRow } from '../../../../kit/form.tsx';
import { toast } from '../../../../kit/toast.tsx';
import { api, type ScoreGiven } from '../../api.ts';
import { CustomerField } from '../../../../shell/customer-field.tsx';
import { problemAt, problemBeside } from '../problem.ts';
import classes from './equity.module.css';

const CLASSES = ['best', 'spender', 'frequent', 'uncertain'] as const;
const MIDDLE: Scores = { product: 5, service: 5, staff: 5, image: 5, money: 5, time: 5, energy: 5, psychic: 5 };

type Source = 'colleague' | 'customer';

/** What is filled in. */
interface Said {
  ofCustomer: boolean;
  customerId: string | null;
  class: (typeof CLASSES)[number];
  source: Source;
  scores: Scores;
  note: string;
}

/** Four things that a customer gets and four that they pay with, each on a line of ten. */
export function ScoreForm({ onDone }: { onDone: () => void }): ReactNode {
  const { t } = useTranslation('retention');
  const score = useScoring(onDone);
  const [said, setSaid] = useState<Said>({
    ofCustomer: false,
    customerId: null,
    class: 'best',
    source: 'colleague',
    scores: MIDDLE,
    note: '',
  });
  const say = (more: Partial<Said>) => setSaid((before) => ({ ...before, ...more }));
  return (
    <Form
      submit={t('equity.save')}
      busy={score.isPending}
      onCancel={onDone}
      problem={problemBeside(score.error, ['customerId'])}
      onSubmit={(event) => {
        event?.preventDefault();
        score.mutate(scoring(said));
      }}
    >
      <Whom said={said} onSay={say} error={score.error} />
      <SegmentedControl
        fullWidth
        aria-label={t('equity.whose')}
        value={said.source}
        data={(['colleague', 'customer'] as const).map((value) => ({ value, label: t(`equity.source.${value}`) }))}
        onChange={(value) => say({ source: value as Source })}
      />
      <Lines title={t('equity.values')} sides={valueSides} said={said} onSay={say} />
      <Lines title={t('equity.costs')} sides={costSides} said={said} onSay={say} />
      <TextInput
        label={t('equity.note')}
        maxLength={500}
        value={said.note}
        onChange={(event) => say({ note: event.currentTarget.value })}
      />
    </Form>
  );
}

function useScoring(onDone: () => void) {
  const { t } = useTranslation('retention');
  const queries = useQueryClient();
  return useMutation(
    api.equity.score.mutationOptions({
      onSuccess() {
        toast(t('equity.saved'));
        onDone();
      },
      onSettled: () => queries.invalidateQueries({ queryKey: api.key() }),
    }),
  );
}

function scoring({ ofCustomer, customerId, class: name, source, scores, note }: Said): ScoreGiven {
  return { ...(ofCustomer ? { customerId } : { class: name }), source, ...scores, note };
}

interface PartProps {
  said: Said;
  onSay: (more: Partial<Said>) => void;
}

function Whom({ said, onSay, error }: PartProps & { error: unknown }): ReactNode {
  const { t } = useTranslation(['retention', 'segments']);
  return (
    <>
      <SegmentedControl
        fullWidth
        aria-label={t('equity.of')}
        value={said.ofCustomer ? 'customer' : 'class'}
        data={[
          { value: 'class', label: t('equity.ofClass') },
          { value: 'customer', label: t('equity.ofCustomer') },
        ]}
        onChange={(value) => onSay({ ofCustomer: value === 'customer' })}
      />
      {said.ofCustomer ? (
        <CustomerField
          label={t('cases.customer')}
          value={said.customerId}
          onChange={(customerId) => onSay({ customerId })}
          error={problemAt(error, 'customerId')}
        />
      ) : (
        <Select
          label={t('equity.class')}
          data={CLASSES.map((value) => ({ value, label: t(`segments:matrix.${value}.name`) }))}
          value={said.class}
          allowDeselect={false}
          onChange={(value) => onSay({ class: CLASSES.find((one) => one === value) ?? 'best' })}
        />
      )}
    </>
  );
}

function Lines({ title, sides, said, onSay }: PartProps & { title: string; sides: readonly Side[] }): ReactNode {
  const { t } = useTranslation('retention');
  return (
    <FormRow title={title}>
      <div className={classes.lines}>
        {sides.map((side) => (
          <div key={side} className={classes.line}>
            <span id={`score-${side}`}>{t(`equity.side.${side}`)}</span>
            <Slider
              min={1}
              max={10}
              value={said.scores[side]}
              thumbProps={{ 'aria-labelledby': `score-${side}` }}
              onChange={(value) => onSay({ scores: { ...said.scores, [side]: value } })}
            />
            <b>{said.scores[side]}</b>
          </div>
        ))}
      </div>
    </FormRow>
  );
}
