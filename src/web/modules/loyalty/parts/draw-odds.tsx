import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormats } from '../../../kit/use-formats.ts';
import type { DrawView } from '../api.ts';
import classes from './loyalty.module.css';

type Shown = Pick<DrawView, 'prizes' | 'nothing' | 'fallback'>;

/** Every prize with its odds, and what is left: always shown, to the last hundredth of a per cent. */
export function DrawOdds({ draw, numbers }: { draw: Shown; numbers?: boolean }): ReactNode {
  const { t } = useTranslation('loyalty');
  const f = useFormats();
  const odds = useOdds();
  const instead = draw.prizes.find(({ place }) => place === draw.fallback);
  const limited = draw.prizes.some(({ stock }) => stock !== null);
  return (
    <>
      <ul className={classes.odds}>
        {draw.prizes.map(({ place, name, what, odds: share, stock, won }, n) => {
          const from = draw.prizes.slice(0, n).reduce((sum, one) => sum + one.odds, 0);
          return (
            <li key={place}>
              <span>
                {name}
                <small>
                  {[
                    what !== name && what,
                    stock !== null && t('draws.left', { left: f.number(stock - won) }),
                    numbers && t('draws.numbers', { from, to: from + share - 1 }),
                  ]
                    .filter(Boolean)
                    .join(' · ')}
                </small>
              </span>
              <b>{odds(share)}</b>
            </li>
          );
        })}
        {draw.nothing > 0 && (
          <li>
            <span>{t('draws.nothing')}</span>
            <b>{odds(draw.nothing)}</b>
          </li>
        )}
      </ul>
      {limited && (
        <p className={classes.note}>
          {instead ? t('draws.instead', { name: instead.name }) : t('draws.insteadNothing')}
        </p>
      )}
    </>
  );
}

/** 25 of ten thousand → 0.25% */
export function useOdds(): (share: number) => string {
  const f = useFormats();
  return (share) => f.percent(share / 10_000, share % 100 === 0 ? 0 : share % 10 === 0 ? 1 : 2);
}
