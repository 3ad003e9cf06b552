import { Button, MultiSelect, NumberInput, Select, TextInput } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { fieldErrors, isApiError } from '../../../api/errors.ts';
import { Form, FormRow } from '../../../kit/form.tsx';
import { useFormats } from '../../../kit/use-formats.ts';
import { api, type GivenRewardRules } from '../api.ts';
import classes from './loyalty.module.css';
import { rewardInWords, useSums } from './reward-words.ts';

const GIVES = ['points', 'percent', 'share', 'coupon'] as const;
type Kind = (typeof GIVES)[number];

/** The rules of a list, who would get what by them, and then the list itself. */
export function RewardForm({ onDone }: { onDone: (id: string) => void }): ReactNode {
  const { t } = useTranslation('loyalty');
  const f = useFormats();
  const queries = useQueryClient();
  const year = f.settings.today.slice(0, 4);
  const [name, setName] = useState(t('rewards.newName', { year }));
  const [rules, setRules] = useState<GivenRewardRules>({
    from: `${year}-01-01`,
    until: f.settings.today,
    by: 'spend',
    minimum: '1000',
    give: { kind: 'points', points: 500 },
  });
  const put = (change: Partial<GivenRewardRules>) => setRules({ ...rules, ...change });
  const { data: programme } = useQuery(api.programme.read.queryOptions({ input: {} }));
  const { data: coupons } = useQuery(api.coupons.list.queryOptions({ input: { limit: 200 } }));
  const look = useMutation(api.rewards.preview.mutationOptions());
  const keep = useMutation(
    api.rewards.create.mutationOptions({
      onSuccess: ({ id }) => onDone(id),
      onSettled: () => queries.invalidateQueries({ queryKey: api.key() }),
    }),
  );
  const error = keep.error ?? look.error;
  const problems = fieldErrors(error);
  const { give } = rules;
  const levels = programme?.current?.rules.tiers.levels ?? [];
  const money = { prefix: f.currencySign(), min: 0, decimalScale: 2, thousandSeparator: ',' };
  return (
    <Form
      submit={t('rewards.keep')}
      busy={keep.isPending}
      problem={isApiError(error) && Object.keys(problems).length === 0 ? error.message : undefined}
      onSubmit={(event) => {
        event?.preventDefault();
        keep.mutate({ name, rules });
      }}
    >
      <TextInput
        label={t('rewards.name')}
        required
        value={name}
        error={problems['name']}
        onChange={({ currentTarget }) => setName(currentTarget.value)}
      />
      <FormRow>
        <TextInput
          type="date"
          label={t('rewards.from')}
          value={rules.from}
          error={problems['rules.from']}
          onChange={({ currentTarget }) => currentTarget.value && put({ from: currentTarget.value })}
        />
        <TextInput
          type="date"
          label={t('rewards.until')}
          value={rules.until}
          error={problems['rules.until']}
          onChange={({ currentTarget }) => currentTarget.value && put({ until: currentTarget.value })}
        />
        <Select
          label={t('rewards.by')}
          data={(['spend', 'points'] as const).map((value) => ({ value, label: t(`rewards.bys.${value}`) }))}
          value={rules.by ?? 'spend'}
          error={problems['rules.by']}
          allowDeselect={false}
          onChange={(by) => put({ by: by === 'points' ? 'points' : 'spend' })}
        />
        <NumberInput
          {...(rules.by === 'points' ? { min: 0, allowDecimal: false, thousandSeparator: ',' } : money)}
          label={t('rewards.minimum')}
          value={Number(rules.minimum)}
          error={problems['rules.minimum']}
          onChange={(value) => put({ minimum: String(value || 0) })}
        />
        <NumberInput
          label={t('rewards.most')}
          placeholder={t('rewards.everybody')}
          min={1}
          max={5000}
          allowDecimal={false}
          value={rules.most ?? ''}
          error={problems['rules.most']}
          onChange={(value) => put({ most: Number(value) || null })}
        />
      </FormRow>
      {levels.length > 0 && (
        <MultiSelect
          label={t('rewards.tiers')}
          data={levels.map(({ key, name: label }) => ({ value: key, label }))}
          value={rules.tiers ?? []}
          onChange={(tiers) => put({ tiers })}
        />
      )}
      <FormRow>
        <Select
          label={t('rewards.give')}
          data={GIVES.map((value) => ({ value, label: t(`rewards.gives.${value}`) }))}
          value={give.kind}
          allowDeselect={false}
          onChange={(kind) => put({ give: begun((kind ?? 'points') as Kind) })}
        />
        {give.kind === 'points' && (
          <NumberInput
            label={t('rewards.points')}
            min={1}
            allowDecimal={false}
            thousandSeparator=","
            value={give.points}
            error={problems['rules.give.points']}
            onChange={(value) => put({ give: { kind: 'points', points: Number(value) || 0 } })}
          />
        )}
        {give.kind === 'percent' && (
          <NumberInput
            label={t('rewards.percent')}
            suffix=" %"
            min={1}
            max={100}
            allowDecimal={false}
            value={give.percent}
            error={problems['rules.give.percent']}
            onChange={(value) => put({ give: { kind: 'percent', percent: Number(value) || 0 } })}
          />
        )}
        {give.kind === 'share' && (
          <NumberInput
            {...money}
            label={t('rewards.pool')}
            value={Number(give.pool)}
            error={problems['rules.give.pool']}
            onChange={(value) => put({ give: { kind: 'share', pool: String(value || 0) } })}
          />
        )}
        {give.kind === 'coupon' && (
          <Select
            label={t('rewards.coupon')}
            description={t('stamps.rewardAbout')}
            data={(coupons?.items ?? [])
              .filter(({ code, state }) => code === null && state !== 'over')
              .map(({ id, name: label }) => ({ value: id, label }))}
            value={give.couponId || null}
            error={problems['rules.give.couponId']}
            onChange={(couponId) => put({ give: { kind: 'coupon', couponId: couponId ?? '' } })}
          />
        )}
        {(give.kind === 'percent' || give.kind === 'share') && (
          <Select
            label={t('rewards.as')}
            data={(['points', 'list'] as const).map((value) => ({ value, label: t(`rewards.ases.${value}`) }))}
            value={rules.as ?? 'points'}
            allowDeselect={false}
            onChange={(as) => put({ as: as === 'list' ? 'list' : 'points' })}
          />
        )}
      </FormRow>
      <Button variant="light" loading={look.isPending} onClick={() => look.mutate({ rules })}>
        {t('rewards.look')}
      </Button>
      {look.data && <Preview kind={give.kind} seen={look.data} />}
    </Form>
  );
}

interface Seen {
  customers: number;
  points: number;
  amount: { amount: string; currency: string };
  lines: {
    place: number;
    customer: { id: string; name: string } | null;
    measure: string;
    points: number;
    amount: { amount: string; currency: string };
  }[];
}

function Preview({ kind, seen }: { kind: Kind; seen: Seen }): ReactNode {
  const { t } = useTranslation('loyalty');
  const f = useFormats();
  const sums = useSums();
  if (seen.customers === 0) return <p role="status">{t('rewards.nobody')}</p>;
  return (
    <div role="status">
      <p>{sums(seen)}</p>
      <ul className={classes.terms}>
        {seen.lines.map((line) => (
          <li key={line.place} className={classes.claim}>
            <span>
              {line.place}. {line.customer?.name ?? '–'} · {line.measure}
            </span>
            <b>{rewardInWords(t, f, kind, line)}</b>
          </li>
        ))}
      </ul>
    </div>
  );
}

function begun(kind: Kind): GivenRewardRules['give'] {
  switch (kind) {
    case 'points':
      return { kind, points: 500 };
    case 'percent':
      return { kind, percent: 5 };
    case 'share':
      return { kind, pool: '5000' };
    case 'coupon':
      return { kind, couponId: '' };
  }
}
