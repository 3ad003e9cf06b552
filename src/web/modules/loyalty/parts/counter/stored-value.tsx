import { ActionIcon, Button, Checkbox, TextInput } from '@mantine/core';
import { IconGift, IconTrash } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { isApiError } from '../../../../api/errors.ts';
import { useFormats } from '../../../../kit/use-formats.ts';
import { formatDecimal, parseMoney } from '../../../../../maths/money.ts';
import { paidAhead } from '../../../../../modules/loyalty/counter/rules/bill.ts';
import { api, type CounterBill } from '../../api.ts';
import classes from './counter.module.css';
import { plainNumber } from './plain-number.ts';

/** A gift card that was brought, with all that is left on it. */
interface Brought {
  code: string;
  tail: string;
  balance: CounterBill['due'];
}

export interface Paying {
  /** From stored value, as typed; null: nothing. */
  typed: string | null;
  setTyped: (typed: string | null) => void;
  /** On account, as typed; null: nothing. */
  later: string | null;
  setLater: (later: string | null) => void;
  cards: readonly Brought[];
  setCards: (cards: readonly Brought[]) => void;
  /** What the bill is asked with: each pays as much as it can. */
  input: { value: string; giftCards: { code: string; amount: string }[]; onAccount: string };
}

export function usePaying(): Paying {
  const { baseCurrency } = useFormats().settings;
  const [typed, setTyped] = useState<string | null>(null);
  const [later, setLater] = useState<string | null>(null);
  const [cards, setCards] = useState<readonly Brought[]>([]);
  const amountOf = (text: string | null) => {
    const plain = plainNumber(text ?? '0');
    const parsed = parseMoney(plain, baseCurrency);
    return parsed.ok && parsed.value >= 0n ? plain : '0';
  };
  const input = {
    value: amountOf(typed),
    onAccount: amountOf(later),
    giftCards: cards.map(({ code, balance }) => ({ code, amount: balance.amount })),
  };
  return { typed, setTyped, later, setLater, cards, setCards, input };
}

/** Exactly what the bill says that each pays: a card that is not needed is not charged. */
export function paidAsTold(bill: CounterBill | undefined, { input }: Paying): Paying['input'] {
  if (!bill) return { value: '0', giftCards: [], onAccount: '0' };
  const { currency } = bill.total;
  const minor = (amount: string) => {
    const parsed = parseMoney(amount, currency);
    return parsed.ok ? parsed.value : 0n;
  };
  const { parts } = paidAhead(
    minor(bill.giftCards.amount),
    input.giftCards.map(({ amount }) => minor(amount)),
  );
  const giftCards = input.giftCards.flatMap(({ code }, n) => {
    const part = parts[n] ?? 0n;
    return part === 0n ? [] : [{ code, amount: formatDecimal(part, currency) }];
  });
  return { value: bill.value.amount, giftCards, onAccount: bill.onAccount.amount };
}

/** Ways of paying beside cash: what the member has paid ahead, and gift cards that are brought. */
export function StoredValue({ bill, paying }: { bill: CounterBill; paying: Paying }): ReactNode {
  const { t } = useTranslation('loyalty');
  const f = useFormats();
  const { typed, setTyped, cards, setCards } = paying;
  const most = Number(bill.valueBalance.amount) < Number(bill.total.amount) ? bill.valueBalance : bill.total;
  return (
    <>
      {Number(bill.valueBalance.amount) > 0 && Number(bill.total.amount) > 0 && (
        <div className={classes.points}>
          <Checkbox
            label={t('counter.payStored')}
            description={t('counter.storedLeft', { balance: f.money(bill.valueBalance, 'full') })}
            checked={typed !== null}
            onChange={({ currentTarget: { checked } }) => setTyped(checked ? most.amount : null)}
          />
          {typed !== null && (
            <TextInput
              aria-label={t('counter.storedAmount')}
              inputMode="decimal"
              value={typed}
              onChange={({ currentTarget: { value } }) => setTyped(value)}
            />
          )}
        </div>
      )}
      {cards.map(({ code, tail, balance }) => (
        <div key={code} className={classes.gift}>
          <IconGift size={18} stroke={1.6} aria-hidden />
          <span>
            {t('counter.giftCard', { tail })}{' '}
            <small>{t('counter.giftCardLeft', { balance: f.money(balance, 'full') })}</small>
          </span>
          <ActionIcon
            variant="subtle"
            size="lg"
            aria-label={t('counter.remove', { name: t('counter.giftCard', { tail }) })}
            onClick={() => setCards(cards.filter((one) => one.code !== code))}
          >
            <IconTrash size={18} stroke={1.6} />
          </ActionIcon>
        </div>
      ))}
      {Number(bill.due.amount) > 0 && cards.length < MOST && (
        <GiftCardField known={cards} onCard={(card) => setCards([...cards, card])} />
      )}
    </>
  );
}

/** As the server takes them. */
const MOST = 5;

function GiftCardField({ known, onCard }: { known: readonly Brought[]; onCard: (card: Brought) => void }): ReactNode {
  const { t } = useTranslation('loyalty');
  const [opened, setOpened] = useState(false);
  const [code, setCode] = useState('');
  const [problem, setProblem] = useState('');
  const look = useMutation(
    api.value.giftCards.look.mutationOptions({
      onSuccess: ({ balance, claimed }) => {
        if (claimed) return setProblem(t('counter.giftCardClaimed'));
        if (Number(balance.amount) === 0) return setProblem(t('counter.giftCardEmpty'));
        const plain = plainCode(code);
        if (!known.some((one) => one.code === plain)) onCard({ code: plain, tail: plain.slice(-4), balance });
        setCode('');
        setOpened(false);
      },
      onError: (error) => setProblem(isApiError(error) ? error.message : t('counter.notSaved')),
    }),
  );
  const add = () => {
    setProblem('');
    if (plainCode(code).length >= 4) look.mutate({ code });
  };
  if (!opened) {
    return (
      <Button
        variant="subtle"
        className={classes.add ?? ''}
        leftSection={<IconGift size={16} stroke={1.8} />}
        onClick={() => setOpened(true)}
      >
        {t('counter.addGiftCard')}
      </Button>
    );
  }
  return (
    <div className={classes.giftField}>
      <TextInput
        label={t('counter.giftCardCode')}
        autoComplete="off"
        autoFocus
        value={code}
        error={problem || undefined}
        onChange={({ currentTarget: { value } }) => setCode(value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter') add();
        }}
      />
      <Button variant="default" onClick={add} loading={look.isPending}>
        {t('counter.giftCardAdd')}
      </Button>
    </div>
  );
}

/** As the server reads it. */
function plainCode(code: string): string {
  return code.toUpperCase().replace(/[^A-Z0-9]/g, '');
}
