import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { KeyAccountPage as Account } from '../../../../../modules/retention/key-accounts/contract.ts';
import { ExplainButton, ExplanationText } from '../../../../kit/explain.tsx';
import { Card, Facts } from '../../../../kit/surface.tsx';
import { Tag } from '../../../../kit/tag.tsx';
import { useFormats } from '../../../../kit/use-formats.ts';
import { ACCOUNT_TONES } from './account-tones.ts';
import classes from './knowing.module.css';

export function Warnings({ account }: { account: Account }): ReactNode {
  const { t } = useTranslation('retention');
  return (
    <Card heading={t('accounts.early')}>
      {account.warningList.length === 0 ? (
        <p className={classes.quiet}>{t('accounts.noWarnings')}</p>
      ) : (
        <ul className={classes.warnings}>
          {account.warningList.map(({ key, text, explanation }) => (
            <li key={key}>
              <span>{text}</span>
              {explanation && <ExplainButton name={text} explanation={explanation} />}
            </li>
          ))}
        </ul>
      )}
    </Card>
  );
}

export function Pattern({ pattern }: { pattern: Account['pattern'] }): ReactNode {
  const { t } = useTranslation('retention');
  const f = useFormats();
  if (!pattern) {
    return (
      <Card heading={t('accounts.pattern')}>
        <p className={classes.quiet}>{t('accounts.noPattern')}</p>
      </Card>
    );
  }
  const whole = (days: number) => f.number(Math.max(1, Math.round(days)));
  return (
    <Card heading={t('accounts.pattern')}>
      <Facts
        facts={[
          [
            t('accounts.usual'),
            t('accounts.usualDays', { usual: whole(pattern.usualDays), spread: whole(pattern.spreadDays) }),
          ],
          [t('accounts.silent'), t('days', { count: pattern.sinceDays })],
          [t('accounts.due'), f.date(pattern.dueOn)],
        ]}
      />
      <details className={classes.why}>
        <summary>{t('card.why')}</summary>
        <ExplanationText explanation={pattern.explanation} />
      </details>
    </Card>
  );
}

export function Mix({ mix }: { mix: Account['mix'] }): ReactNode {
  const { t } = useTranslation('retention');
  const f = useFormats();
  const of = (span: 'now' | 'before') => mix.reduce((sum, row) => sum + Number(row[span].amount), 0);
  const all = { now: of('now'), before: of('before') };
  if (mix.length === 0) {
    return (
      <Card heading={t('accounts.mix')}>
        <p className={classes.quiet}>{t('accounts.noMix')}</p>
      </Card>
    );
  }
  const cell = (row: Account['mix'][number], span: 'now' | 'before') => {
    const share = all[span] > 0 ? Math.max(0, Number(row[span].amount)) / all[span] : 0;
    return (
      <td>
        {f.percent(share)} <small>{f.money(row[span], 'none')}</small>
        <span className={classes.share} aria-hidden="true">
          <i style={{ width: `${100 * share}%` }} />
        </span>
      </td>
    );
  };
  return (
    <Card heading={t('accounts.mix')}>
      <table className={classes.table}>
        <thead>
          <tr>
            <th>{t('accounts.mix')}</th>
            <th>{t('accounts.mixNow')}</th>
            <th>{t('accounts.mixBefore')}</th>
          </tr>
        </thead>
        <tbody>
          {mix.map((row) => (
            <tr key={row.category ?? ''}>
              <td>{row.category ?? t('accounts.noCategory')}</td>
              {cell(row, 'now')}
              {cell(row, 'before')}
            </tr>
          ))}
        </tbody>
      </table>
    </Card>
  );
}

export function Reviews({ reviews }: { reviews: Account['reviews'] }): ReactNode {
  const { t } = useTranslation('retention');
  const f = useFormats();
  return (
    <Card heading={t('accounts.reviews')}>
      {reviews.length === 0 ? (
        <p className={classes.quiet}>{t('accounts.noReviews')}</p>
      ) : (
        <ul className={classes.list}>
          {reviews.map(({ id, on, state, note, by }) => (
            <li key={id}>
              <div className={classes.review}>
                <div className={classes.head}>
                  <Tag tone={ACCOUNT_TONES[state]}>{t(`accounts.state.${state}`)}</Tag>
                  {t('accounts.by', { day: f.date(on), by })}
                </div>
                {note && <p>{note}</p>}
              </div>
            </li>
          ))}
        </ul>
      )}
    </Card>
  );
}
