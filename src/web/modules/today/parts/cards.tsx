import { Button } from '@mantine/core';
import { useHotkeys } from '@mantine/hooks';
import { useNavigate } from '@tanstack/react-router';
import { useEffect, useRef, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormats } from '../../../kit/use-formats.ts';
import type { Card, Desk } from '../api.ts';
import { CareCard } from './care-card.tsx';
import classes from './today.module.css';
import { useAnswers, type Answer } from './use-answers.ts';

interface CardsProps {
  desk: Desk;
  chosen: Card;
  onChoose: (cardId: string) => void;
  onBeyond: () => void;
}

/** The cards, walked with j and k, opened with Enter. */
export function Cards({ desk, chosen, onChoose, onBeyond }: CardsProps): ReactNode {
  const { t } = useTranslation('today');
  const f = useFormats();
  const { answer } = useAnswers();
  const list = useKeys(desk, chosen, onChoose, (given) => void answer(chosen, given));
  return (
    <>
      <ol className={classes.cards} ref={list} aria-label={t('cards')}>
        {desk.cards.map((card) => (
          <li key={card.id} onFocus={() => onChoose(card.id)} onPointerDown={() => onChoose(card.id)}>
            <CareCard card={card} chosen={card.id === chosen.id} onAnswer={(given) => void answer(card, given)} />
          </li>
        ))}
      </ol>
      {desk.waiting.value > 0 && (
        <p className={classes.waiting}>
          {t('waiting', { count: desk.waiting.value, shown: f.count(desk.waiting) })}
          <Button variant="subtle" size="compact-sm" onClick={onBeyond}>
            {t('beyond')}
          </Button>
        </p>
      )}
      <p className={classes.keys} aria-hidden="true">
        {t('keys')}
      </p>
    </>
  );
}

function useKeys(desk: Desk, chosen: Card, onChoose: (cardId: string) => void, answer: (given: Answer) => void) {
  const navigate = useNavigate();
  const list = useRef<HTMLOListElement>(null);
  const byKey = useRef(false);
  const here = desk.cards.indexOf(chosen);
  const step = (by: number) => {
    const next = desk.cards[here + by];
    if (!next) return;
    byKey.current = true;
    onChoose(next.id);
  };
  const open = () => void navigate({ to: `/customers/${chosen.id}` });
  useHotkeys([
    ['j', (event) => isFree(event) && step(1)],
    ['k', (event) => isFree(event) && step(-1)],
    ['d', (event) => isFree(event) && answer({ outcome: 'done' })],
    ['Enter', (event) => isFree(event) && open(), { preventDefault: false }],
  ]);
  useEffect(() => {
    if (!byKey.current) return;
    byKey.current = false;
    list.current?.children[here]?.scrollIntoView({ block: 'nearest' });
  }, [here]);
  return list;
}

/** A key belongs to what has the focus first: a button, a menu, a dialog. */
function isFree({ target }: KeyboardEvent): boolean {
  return !(target instanceof Element && target.closest('a, button, [role="menu"], [role="dialog"]'));
}
