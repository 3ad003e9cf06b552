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

/** Four things that a customer gets and four that they pay with, each on a line of ten. */
export function ScoreForm({ onDone }: { onDone: () => void }): ReactNode {
  const { t } = useTranslation(['retention', 'segments']);
  const queries = useQueryClient();
  const [ofCustomer, setOfCustomer] = useState(false);
  const [customerId, setCustomer] = useState<string | null>(null);
  const [name, setName] = useState<(typeof CLASSES)[number]>('best');
  const [source, setSource] = useState<'colleague' | 'customer'>('colleague');
  const [scores, setScores] = useState(MIDDLE);
  const [note, setNote] = useState('');
  const score = useMutation(
    api.equity.score.mutationOptions({
      onSuccess() {
        toast(t('equity.saved'));
        onDone();
      },
      onSettled: () => queries.invalidateQueries({ queryKey: api.key() }),
    }),
  );
  const whom: Pick<ScoreGiven, 'customerId' | 'class'> = ofCustomer ? { customerId } : { class: name };
  const line = (side: Side) => (
    <div key={side} className={classes.line}>
      <span id={`score-${side}`}>{t(`equity.side.${side}`)}</span>
      <Slider
        min={1}
        max={10}
        value={scores[side]}
        thumbProps={{ 'aria-labelledby': `score-${side}` }}
        onChange={(value) => setScores((before) => ({ ...before, [side]: value }))}
      />
      <b>{scores[side]}</b>
    </div>
  );
  return (
    <Form
      submit={t('equity.save')}
      busy={score.isPending}
      onCancel={onDone}
      problem={problemBeside(score.error, ['customerId'])}
      onSubmit={(event) => {
        event?.preventDefault();
        score.mutate({ ...whom, source, ...scores, note });
      }}
    >
      <SegmentedControl
        fullWidth
        aria-label={t('equity.of')}
        value={ofCustomer ? 'customer' : 'class'}
        data={[
          { value: 'class', label: t('equity.ofClass') },
          { value: 'customer', label: t('equity.ofCustomer') },
        ]}
        onChange={(value) => setOfCustomer(value === 'customer')}
      />
      {ofCustomer ? (
        <CustomerField
          label={t('cases.customer')}
          value={customerId}
          onChange={setCustomer}
          error={problemAt(score.error, 'customerId')}
        />
      ) : (
        <Select
          label={t('equity.class')}
          data={CLASSES.map((value) => ({ value, label: t(`segments:matrix.${value}.name`) }))}
          value={name}
          allowDeselect={false}
          onChange={(value) => setName(CLASSES.find((one) => one === value) ?? 'best')}
        />
      )}
      <SegmentedControl
        fullWidth
        aria-label={t('equity.whose')}
        value={source}
        data={(['colleague', 'customer'] as const).map((value) => ({ value, label: t(`equity.source.${value}`) }))}
        onChange={(value) => setSource(value as typeof source)}
      />
      <FormRow title={t('equity.values')}>
        <div className={classes.lines}>{valueSides.map(line)}</div>
      </FormRow>
      <FormRow title={t('equity.costs')}>
        <div className={classes.lines}>{costSides.map(line)}</div>
      </FormRow>
      <TextInput
        label={t('equity.note')}
        maxLength={500}
        value={note}
        onChange={(event) => setNote(event.currentTarget.value)}
      />
    </Form>
  );
}
