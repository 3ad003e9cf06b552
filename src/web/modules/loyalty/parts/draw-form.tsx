import { Button, NumberInput, Select, TextInput } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { fieldErrors, isApiError } from '../../../api/errors.ts';
import { Form, FormRow } from '../../../kit/form.tsx';
import { useFormats } from '../../../kit/use-formats.ts';
import { api, type DrawRules, type DrawView } from '../api.ts';
import { useOdds } from './draw-odds.tsx';
import classes from './loyalty.module.css';

type Prize = DrawRules['prizes'][number];

const KINDS = ['gift', 'coupon', 'points', 'value'] as const;

/** What a try costs, who may try how often, and every prize with its odds. */
export function DrawForm({ draw, onDone }: { draw: DrawView | null; onDone: () => void }): ReactNode {
  const { t } = useTranslation('loyalty');
  const f = useFormats();
  const odds = useOdds();
  const queries = useQueryClient();
  const [draft, setDraft] = useState<DrawRules>(() => (draw ? rulesOf(draw) : blank(f.settings.today)));
  const put = (change: Partial<DrawRules>) => setDraft({ ...draft, ...change });
  const settle = { onSuccess: onDone, onSettled: () => queries.invalidateQueries({ queryKey: api.key() }) };
  const make = useMutation(api.draws.create.mutationOptions(settle));
  const change = useMutation(api.draws.change.mutationOptions(settle));
  const act = draw ? change : make;
  const said = fieldErrors(act.error);
  // A draft is sent whole when it is made, and beside its id when it is changed.
  const problems = Object.fromEntries(
    Object.entries(said).map(([path, problem]) => [path.replace(/^rules\./, ''), problem]),
  );
  const sum = draft.prizes.reduce((all, one) => all + one.odds, 0);
  const whole = { min: 0, allowDecimal: false, thousandSeparator: ',' };
  const orNull = (value: string | number) => (typeof value === 'number' ? value : null);
  const day = (key: 'fromDay' | 'untilDay') => (
    <TextInput
      type="date"
      label={t(`draws.${key}`)}
      value={draft[key]}
      error={problems[key]}
      onChange={({ currentTarget: { value } }) =>
        value && put(key === 'fromDay' ? { fromDay: value } : { untilDay: value })
      }
    />
  );
  const limit = (key: 'dayLimit' | 'personLimit') => (
    <NumberInput
      {...whole}
      min={1}
      label={t(`draws.${key}`)}
      placeholder={t('draws.noLimit')}
      value={draft[key] ?? ''}
      error={problems[key]}
      onChange={(value) => put(key === 'dayLimit' ? { dayLimit: orNull(value) } : { personLimit: orNull(value) })}
    />
  );
  return (
    <Form
      submit={t('draws.save')}
      busy={act.isPending}
      onCancel={onDone}
      problem={isApiError(act.error) && Object.keys(problems).length === 0 ? act.error.message : undefined}
      onSubmit={(event) => {
        event?.preventDefault();
        if (draw) change.mutate({ id: draw.id, version: draw.version, rules: draft });
        else make.mutate(draft);
      }}
    >
      <TextInput
        label={t('draws.name')}
        required
        value={draft.name}
        error={problems['name']}
        onChange={({ currentTarget }) => put({ name: currentTarget.value })}
      />
      <FormRow>
        {day('fromDay')}
        {day('untilDay')}
      </FormRow>
      <FormRow>
        <NumberInput
          {...whole}
          label={t('draws.points')}
          description={t('draws.pointsAbout')}
          value={draft.points}
          error={problems['points']}
          onChange={(value) => put({ points: Number(value) || 0 })}
        />
        <NumberInput
          prefix={f.currencySign()}
          min={0}
          decimalScale={2}
          thousandSeparator=","
          label={t('draws.orderFrom')}
          placeholder={t('draws.noOrder')}
          value={draft.orderFrom === null ? '' : Number(draft.orderFrom)}
          error={problems['orderFrom']}
          onChange={(value) => put({ orderFrom: value === '' ? null : String(value) })}
        />
      </FormRow>
      <FormRow>
        {limit('dayLimit')}
        {limit('personLimit')}
      </FormRow>
      {[...draft.prizes.entries()].map(([n, prize]) => (
        <PrizeFields
          key={n}
          no={n + 1}
          prize={prize}
          problems={problems}
          onChange={(one) => put({ prizes: draft.prizes.map((old, at) => (at === n ? { ...old, ...one } : old)) })}
          onRemove={
            draft.prizes.length > 1
              ? () => put({ prizes: draft.prizes.filter((_, at) => at !== n), fallback: null })
              : undefined
          }
        />
      ))}
      {draft.prizes.length < 12 && (
        <Button
          variant="light"
          leftSection={<IconPlus size={16} />}
          onClick={() => put({ prizes: [...draft.prizes, onePrize()] })}
        >
          {t('draws.addPrize')}
        </Button>
      )}
      <p className={classes.note} role="status">
        {t('draws.sum', { sum: odds(sum), rest: odds(Math.max(0, 10_000 - sum)) })}
      </p>
      <Select
        label={t('draws.fallback')}
        description={t('draws.fallbackAbout')}
        placeholder={t('draws.fallbackNothing')}
        clearable
        data={draft.prizes.flatMap(({ name, stock }, n) =>
          stock === null ? [{ value: String(n + 1), label: name || t('draws.prize', { no: n + 1 }) }] : [],
        )}
        value={draft.fallback === null ? null : String(draft.fallback)}
        error={problems['fallback']}
        onChange={(value) => put({ fallback: value === null ? null : Number(value) })}
      />
    </Form>
  );
}

interface PrizeProps {
  no: number;
  prize: Prize;
  problems: Record<string, string | undefined>;
  onChange: (change: Partial<Prize>) => void;
  onRemove: (() => void) | undefined;
}

function PrizeFields({ no, prize, problems, onChange, onRemove }: PrizeProps): ReactNode {
  const { t } = useTranslation('loyalty');
  const at = (field: string) => problems[`prizes.${no - 1}.${field}`];
  return (
    <FormRow title={t('draws.prize', { no })}>
      <TextInput
        label={t('draws.prizeName')}
        value={prize.name}
        error={at('name')}
        onChange={({ currentTarget }) => onChange({ name: currentTarget.value })}
      />
      <NumberInput
        label={t('draws.odds')}
        suffix=" %"
        min={0.01}
        max={100}
        decimalScale={2}
        value={prize.odds / 100}
        error={at('odds')}
        onChange={(value) => onChange({ odds: Math.round(Number(value) * 100) || 0 })}
      />
      <NumberInput
        label={t('draws.stock')}
        placeholder={t('draws.noLimit')}
        min={1}
        allowDecimal={false}
        value={prize.stock ?? ''}
        error={at('stock')}
        onChange={(value) => onChange({ stock: typeof value === 'number' ? value : null })}
      />
      <Select
        label={t('draws.kind')}
        data={KINDS.map((value) => ({ value, label: t(`draws.kinds.${value}`) }))}
        value={prize.give.kind}
        allowDeselect={false}
        onChange={(kind) => onChange({ give: blankGive(kind as (typeof KINDS)[number]) })}
      />
      <GiveField
        give={prize.give}
        problem={at('give') ?? at('give.giftId') ?? at('give.couponId')}
        onChange={onChange}
      />
      {onRemove && (
        <Button variant="default" onClick={onRemove}>
          {t('draws.removePrize', { no })}
        </Button>
      )}
    </FormRow>
  );
}

interface GiveProps {
  give: Prize['give'];
  problem: string | undefined;
  onChange: (change: Partial<Prize>) => void;
}

function GiveField({ give, problem, onChange }: GiveProps): ReactNode {
  const { t } = useTranslation('loyalty');
  const f = useFormats();
  const { data: gifts } = useQuery(api.gifts.list.queryOptions({ input: { limit: 200 } }));
  const { data: coupons } = useQuery(api.coupons.list.queryOptions({ input: { limit: 200 } }));
  if (give.kind === 'gift') {
    const there = gifts?.items.filter(({ ended }) => !ended) ?? [];
    return (
      <Select
        label={t('draws.gift')}
        data={there.map(({ id, name }) => ({ value: id, label: name }))}
        value={give.giftId || null}
        error={problem}
        onChange={(giftId) => onChange({ give: { kind: 'gift', giftId: giftId ?? '' } })}
      />
    );
  }
  if (give.kind === 'coupon') {
    const there = coupons?.items.filter(({ code, state }) => code === null && state !== 'over') ?? [];
    return (
      <Select
        label={t('draws.coupon')}
        description={t('draws.couponAbout')}
        data={there.map(({ id, name, worth }) => ({ value: id, label: [name, worth].join(' · ') }))}
        value={give.couponId || null}
        error={problem}
        onChange={(couponId) => onChange({ give: { kind: 'coupon', couponId: couponId ?? '' } })}
      />
    );
  }
  if (give.kind === 'points') {
    return (
      <NumberInput
        label={t('ledger.points')}
        min={1}
        allowDecimal={false}
        thousandSeparator=","
        value={give.points}
        error={problem}
        onChange={(value) => onChange({ give: { kind: 'points', points: Number(value) || 0 } })}
      />
    );
  }
  return (
    <NumberInput
      label={t('draws.amount')}
      prefix={f.currencySign()}
      min={0}
      decimalScale={2}
      thousandSeparator=","
      value={Number(give.amount)}
      error={problem}
      onChange={(value) => onChange({ give: { kind: 'value', amount: String(value || 0) } })}
    />
  );
}

function blankGive(kind: (typeof KINDS)[number]): Prize['give'] {
  if (kind === 'gift') return { kind, giftId: '' };
  if (kind === 'coupon') return { kind, couponId: '' };
  return kind === 'points' ? { kind, points: 10 } : { kind, amount: '5' };
}

function onePrize(): Prize {
  return { name: '', odds: 1000, stock: null, give: blankGive('points') };
}

function blank(today: string): DrawRules {
  return {
    name: '',
    points: 100,
    orderFrom: null,
    dayLimit: 3,
    personLimit: null,
    fromDay: today,
    untilDay: today,
    prizes: [onePrize()],
    fallback: null,
  };
}

function rulesOf({
  name,
  points,
  orderFrom,
  dayLimit,
  personLimit,
  fromDay,
  untilDay,
  prizes,
  fallback,
}: DrawView): DrawRules {
  return {
    name,
    points,
    orderFrom,
    dayLimit,
    personLimit,
    fromDay,
    untilDay,
    fallback,
    prizes: prizes.map((prize) => ({ name: prize.name, odds: prize.odds, stock: prize.stock, give: prize.give })),
  };
}
