import { NumberInput, Select, TextInput } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { fieldErrors, isApiError } from '../../../api/errors.ts';
import { useSameInput } from '../../../api/use-same-input.ts';
import { Form } from '../../../kit/form.tsx';
import { toast } from '../../../kit/toast.tsx';
import { api } from '../api.ts';

export type Act = 'earn' | 'redeem' | 'adjust';

interface PointsFormProps {
  act: Act;
  customerId: string;
  onDone: () => void;
}

/** Gives, takes or corrects points; what the programme rewards is chosen, not typed. */
export function PointsForm({ act, customerId, onDone }: PointsFormProps): ReactNode {
  const { t } = useTranslation('loyalty');
  const queries = useQueryClient();
  const sameInput = useSameInput();
  const [points, setPoints] = useState<number | string>('');
  const [activity, setActivity] = useState<string | null>(null);
  const [reason, setReason] = useState('');
  const { data: programme } = useQuery(api.programme.read.queryOptions({ input: {} }));
  const { data: account } = useQuery(api.points.account.queryOptions({ input: { customerId } }));
  const done = (words: string) => {
    toast(words);
    onDone();
  };
  const settle = { onSettled: () => queries.invalidateQueries({ queryKey: api.key() }) };
  const acts = {
    earn: useMutation(api.points.earn.mutationOptions({ ...settle, onSuccess: () => done(t('act.earned')) })),
    redeem: useMutation(api.points.redeem.mutationOptions({ ...settle, onSuccess: () => done(t('act.redeemed')) })),
    adjust: useMutation(
      api.points.adjust.mutationOptions({
        ...settle,
        onSuccess: ({ requestId }) => done(t(requestId ? 'act.asked' : 'act.adjusted')),
      }),
    ),
  };
  const { error, isPending } = acts[act];
  const problems = fieldErrors(error);
  const activities = act === 'earn' ? (programme?.current?.rules.activities ?? []) : [];
  const save = () => {
    const given = { customerId, reason, points: Number(points) };
    if (act === 'earn' && activity) acts.earn.mutate(sameInput({ customerId, reason, activity }));
    else acts[act].mutate(sameInput(given));
  };
  return (
    <Form
      submit={t(`act.${act}`)}
      busy={isPending}
      onCancel={onDone}
      problem={isApiError(error) && Object.keys(problems).length === 0 ? error.message : undefined}
      onSubmit={(event) => {
        event?.preventDefault();
        save();
      }}
    >
      {activities.length > 0 && (
        <Select
          label={t('act.activity')}
          placeholder={t('act.byHand')}
          clearable
          clearButtonProps={{ 'aria-label': t('act.byHand') }}
          data={activities.map(({ key, name }) => ({ value: key, label: name }))}
          value={activity}
          error={problems['activity']}
          onChange={setActivity}
        />
      )}
      {activity === null && (
        <NumberInput
          label={t('ledger.points')}
          description={act === 'earn' || !account ? undefined : t('act.balance', { points: account.balance })}
          allowDecimal={false}
          allowNegative={act === 'adjust'}
          thousandSeparator=","
          value={points}
          error={problems['points']}
          onChange={setPoints}
          data-autofocus
        />
      )}
      <TextInput
        label={t('act.reason')}
        required={act === 'adjust'}
        value={reason}
        error={problems['reason']}
        onChange={({ currentTarget }) => setReason(currentTarget.value)}
      />
    </Form>
  );
}
