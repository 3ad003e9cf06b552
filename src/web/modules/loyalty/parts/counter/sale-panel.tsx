import { ActionIcon, Button, Checkbox, NumberInput, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { IconPlus, IconTrash } from '@tabler/icons-react';
import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useConnection } from '../../../../api/connection.ts';
import { isApiError, kindOf } from '../../../../api/errors.ts';
import { Card } from '../../../../kit/surface.tsx';
import { toast } from '../../../../kit/toast.tsx';
import { useFormats } from '../../../../kit/use-formats.ts';
import { formatDecimal, parseMoney } from '../../../../../maths/money.ts';
import { billOf } from '../../../../../modules/loyalty/counter/rules/bill.ts';
import { api, type CounterBill, type CounterMatch, type CounterSale } from '../../api.ts';
import { emptyLine, readyLines, withGoods, type BasketLine } from './basket.ts';
import classes from './counter.module.css';
import { GoodsField } from './goods-field.tsx';
import { PayLater } from './pay-later.tsx';
import { Sums } from './receipt.tsx';
import { paidAsTold, StoredValue, usePaying } from './stored-value.tsx';
import { keepSale, keepSent } from './waiting-sales.ts';

interface SalePanelProps {
  member: CounterMatch | null;
  onSold: (sale: CounterSale) => void;
  /** It waits on this device for the network. */
  onKept: () => void;
  onCancel: () => void;
}

export function SalePanel({ member, onSold, onKept, onCancel }: SalePanelProps): ReactNode {
  const { t } = useTranslation('loyalty');
  const { lines, setLines, bill, offline, input, codes, toggle, points, setPoints, paying, total } = useSale(member);
  const queries = useQueryClient();
  const who = member?.customer.name ?? '';
  const sell = useMutation(
    api.counter.sell.mutationOptions({
      onSuccess: (sale) => {
        onSold(sale);
        return queries.invalidateQueries({ predicate: ({ queryKey }) => queryKey[0] !== 'session' });
      },
      onError: (error, { idempotencyKey, ...sent }) => {
        const kind = kindOf(error);
        if ((kind !== 'offline' && kind !== 'away') || idempotencyKey === undefined) return;
        keepSent({ ...sent, idempotencyKey }, total, who);
        toast(t('counter.unanswered'));
        onKept();
      },
    }),
  );
  const take = () => {
    const idempotencyKey = crypto.randomUUID();
    if (!offline) return sell.mutate({ ...input, ...(bill ? { total: bill.total.amount } : {}), idempotencyKey });
    keepSale(input, total, who);
    toast(t('counter.queued'));
    return onKept();
  };
  return (
    <Card heading={t('counter.basket')} className={classes.sale ?? ''}>
      <GoodsField
        onGoods={(goods) => setLines(withGoods(lines, goods))}
        onName={(name) => setLines([...lines, { ...emptyLine(), name }])}
      />
      <BasketLines lines={lines} onChange={setLines} />
      <Button
        variant="subtle"
        className={classes.add ?? ''}
        leftSection={<IconPlus size={16} stroke={1.8} />}
        onClick={() => setLines([...lines, emptyLine()])}
      >
        {t('counter.addFree')}
      </Button>
      {offline && <p className={classes.mind}>{t('counter.offlineNoPoints')}</p>}
      {bill?.kept.map(({ name, why }) => (
        <p key={name} className={classes.problem} role="alert">
          {name}: {why}
        </p>
      ))}
      {bill && <Coupons bill={bill} codes={codes} onToggle={toggle} />}
      {bill && bill.mostPoints > 0 && <Points bill={bill} points={points} onChange={setPoints} />}
      {bill && <StoredValue bill={bill} paying={paying} />}
      {bill && <PayLater bill={bill} paying={paying} />}
      {bill && <BillSums bill={bill} member={member} />}
      {sell.error && (
        <p className={classes.problem} role="alert">
          {isApiError(sell.error) ? sell.error.message : t('counter.notSaved')}
        </p>
      )}
      <div className={classes.acts}>
        <Button
          size="lg"
          onClick={take}
          loading={sell.isPending}
          disabled={input.basket.lines.length === 0 || (bill?.kept.length ?? 0) > 0}
        >
          {bill && Number(bill.due.amount) === 0 ? t('counter.takeNothing') : t('counter.take', { total })}
        </Button>
        <Button variant="subtle" onClick={onCancel}>
          {t('counter.back')}
        </Button>
      </div>
    </Card>
  );
}

/** Milliseconds without a key until the bill is asked for. */
const SETTLED = 200;

function useSale(member: CounterMatch | null) {
  const { t } = useTranslation('loyalty');
  const f = useFormats();
  const { baseCurrency: currency } = f.settings;
  const offline = useConnection() !== 'online';
  const [lines, setLines] = useState<BasketLine[]>([]);
  // Until somebody chooses, what takes off most is chosen.
  const [chosen, setChosen] = useState<string[] | null>(null);
  const [points, setPoints] = useState(0);
  const paying = usePaying();
  const customerId = member?.customer.id ?? null;
  const basket = { lines: readyLines(lines, currency, t('counter.unnamed')) };
  const [asked] = useDebouncedValue({ customerId, basket, codes: chosen ?? [], points, ...paying.input }, SETTLED);
  const { data: first } = useQuery(
    api.counter.bill.queryOptions({
      input: { customerId: asked.customerId, basket: asked.basket },
      enabled: !offline && chosen === null && asked.basket.lines.length > 0,
      placeholderData: keepPreviousData,
    }),
  );
  const codes = chosen ?? first?.coupons.flatMap(({ best, code }) => (best ? [code] : [])) ?? [];
  const { data } = useQuery(
    api.counter.bill.queryOptions({
      input: { ...asked, codes },
      enabled: !offline && asked.basket.lines.length > 0,
      placeholderData: keepPreviousData,
    }),
  );
  const bill = offline || basket.lines.length === 0 ? undefined : data;
  const toggle = (code: string) =>
    setChosen(codes.includes(code) ? codes.filter((one) => one !== code) : [...codes, code]);
  const input = offline ? { customerId, basket } : { customerId, basket, codes, points, ...paidAsTold(bill, paying) };
  const amount = bill?.due ?? { amount: withoutServer(basket.lines, currency), currency };
  return {
    lines,
    setLines,
    bill,
    offline,
    input,
    codes,
    toggle,
    points,
    setPoints,
    paying,
    total: f.money(amount, 'full'),
  };
}

function withoutServer(lines: ReturnType<typeof readyLines>, currency: string): string {
  const priced = lines.map(({ quantity, unitPrice }) => {
    const price = parseMoney(unitPrice, currency);
    return { quantity: BigInt(Math.round(Number(quantity) * 1000)), unitPriceMinor: price.ok ? price.value : 0n };
  });
  return formatDecimal(billOf(priced, { tier: null, couponsMinor: 0n, pointsMinor: 0n }).totalMinor, currency);
}

function BasketLines({ lines, onChange }: { lines: BasketLine[]; onChange: (lines: BasketLine[]) => void }): ReactNode {
  const { t } = useTranslation('loyalty');
  const change = (at: number, part: Partial<BasketLine>) =>
    onChange(lines.map((line, n) => (n === at ? { ...line, ...part } : line)));
  return lines.map((line, at) => {
    const name = line.name || t('counter.unnamed');
    return (
      <div key={line.key} className={classes.line}>
        <TextInput
          aria-label={t('counter.unnamed')}
          placeholder={t('counter.unnamed')}
          value={line.name}
          onChange={({ currentTarget: { value } }) => change(at, { name: value })}
          maxLength={300}
        />
        <TextInput
          aria-label={`${name}: ${t('counter.quantity')}`}
          inputMode="decimal"
          value={line.quantity}
          onChange={({ currentTarget: { value } }) => change(at, { quantity: value })}
        />
        <TextInput
          aria-label={`${name}: ${t('counter.price')}`}
          placeholder={t('counter.price')}
          inputMode="decimal"
          value={line.unitPrice}
          onChange={({ currentTarget: { value } }) => change(at, { unitPrice: value })}
          autoFocus={line.unitPrice === ''}
        />
        <ActionIcon
          variant="subtle"
          size="lg"
          aria-label={t('counter.remove', { name })}
          onClick={() => onChange(lines.filter((_, n) => n !== at))}
        >
          <IconTrash size={18} stroke={1.6} />
        </ActionIcon>
      </div>
    );
  });
}

interface CouponsProps {
  bill: CounterBill;
  codes: readonly string[];
  onToggle: (code: string) => void;
}

function Coupons({ bill, codes, onToggle }: CouponsProps): ReactNode {
  const { t } = useTranslation('loyalty');
  const f = useFormats();
  if (bill.coupons.length === 0) return null;
  return (
    <fieldset className={classes.coupons}>
      <legend>{t('counter.coupons')}</legend>
      {bill.coupons.map(({ code, name, worth, discount, why }) => (
        <Checkbox
          key={code}
          checked={discount !== null && codes.includes(code)}
          disabled={discount === null}
          onChange={() => onToggle(code)}
          label={`${name} · ${worth}`}
          description={why ?? (discount && `−${f.money(discount, 'full')}`)}
        />
      ))}
    </fieldset>
  );
}

function Points({
  bill,
  points,
  onChange,
}: {
  bill: CounterBill;
  points: number;
  onChange: (points: number) => void;
}): ReactNode {
  const { t } = useTranslation('loyalty');
  const f = useFormats();
  return (
    <div className={classes.points}>
      <Checkbox
        label={t('counter.usePoints')}
        description={t('counter.pointsMost', { points: f.number(bill.mostPoints) })}
        checked={points > 0}
        onChange={({ currentTarget: { checked } }) => onChange(checked ? bill.mostPoints : 0)}
      />
      {points > 0 && (
        <NumberInput
          aria-label={t('counter.usePoints')}
          min={bill.pointStep}
          max={bill.mostPoints}
          step={bill.pointStep}
          value={points}
          onChange={(value) => onChange(Math.min(Number(value) || 0, bill.mostPoints))}
          allowDecimal={false}
          allowNegative={false}
        />
      )}
    </div>
  );
}

function BillSums({ bill, member }: { bill: CounterBill; member: CounterMatch | null }): ReactNode {
  const { t } = useTranslation('loyalty');
  const f = useFormats();
  const off = (label: string, amount: CounterBill['total']): [string, string][] =>
    Number(amount.amount) === 0 ? [] : [[label, `−${f.money(amount, 'full')}`]];
  const [many, tier] = [bill.quantityDiscount, bill.tierDiscount];
  const manyOff =
    many &&
    (many.left
      ? t(`counter.quantityLeft.${many.period}`, { pieces: many.pieces, left: f.money(many.left) })
      : t('counter.quantityOff', { pieces: many.pieces }));
  const rows = [
    ...(many && manyOff ? off(manyOff, many.amount) : []),
    ...(tier ? off(t('counter.tierOff', { tier: tier.name }), tier.amount) : []),
    ...off(t('counter.couponsOff'), bill.couponsOff),
    ...off(t('counter.pointsOff'), bill.pointsOff),
  ];
  const lead: [string, string][] =
    rows.length > 0 || member ? [[t('counter.subtotal'), f.money(bill.subtotal, 'full')]] : [];
  const ahead = [
    ...off(t('counter.storedPaid'), bill.value),
    ...off(t('counter.giftCardsPaid'), bill.giftCards),
    ...off(t('counter.onAccount'), bill.onAccount),
  ];
  const paid: [string, string][] = ahead.length === 0 ? [] : [...ahead, [t('counter.due'), f.money(bill.due, 'full')]];
  return <Sums rows={[...lead, ...rows]} total={[t('counter.total'), f.money(bill.total, 'full')]} paid={paid} />;
}
