import { Button, NumberInput, Select, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { FormRow } from '../../../kit/form.tsx';
import { useFormats } from '../../../kit/use-formats.ts';
import { api } from '../api.ts';
import { blankGive, KINDS, type Prize } from './draw-draft.ts';

interface PrizeProps {
  no: number;
  prize: Prize;
  problems: Record<string, string | undefined>;
  onChange: (change: Partial<Prize>) => void;
  onRemove: (() => void) | undefined;
}

export function PrizeFields({ no, prize, problems, onChange, onRemove }: PrizeProps): ReactNode {
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
    const there = gifts?.items.filter(({ ended, upgrade }) => !ended && upgrade === null) ?? [];
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
