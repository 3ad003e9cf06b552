import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { IndicatorView } from '../../../../../modules/retention/indicators/contract.ts';
import { ExplainButton } from '../../../../kit/explain.tsx';
import { Tag } from '../../../../kit/tag.tsx';
import { useFormats } from '../../../../kit/use-formats.ts';
import classes from './knowing.module.css';

export function isKnown({ value, money }: IndicatorView): boolean {
  return value !== null || money !== null;
}

/** What is known, each with its formula and its rows. */
export function KnownSigns({ items }: { items: readonly IndicatorView[] }): ReactNode {
  const { t } = useTranslation('retention');
  return (
    <dl className={classes.signs}>
      {items.filter(isKnown).map((one) => (
        <div className={classes.sign} key={one.key}>
          <dt>
            {one.name}
            {one.explanation && (
              <ExplainButton
                name={one.name}
                explanation={one.explanation}
                {...(one.rows.length > 0 ? { rows: <Rows rows={one.rows} /> } : {})}
              />
            )}
            {one.estimated && <Tag tone="plain">{t('indicators.estimated')}</Tag>}
          </dt>
          <dd className={classes.value}>
            <Value one={one} />
          </dd>
          <dd className={classes.text}>{one.text}</dd>
        </div>
      ))}
    </dl>
  );
}

/** What is not known yet, and what would feed it. */
export function AbsentSigns({ items }: { items: readonly IndicatorView[] }): ReactNode {
  const absent = items.filter((one) => !isKnown(one));
  return (
    <dl className={classes.signs}>
      {absent.map(({ key, name, text }) => (
        <div className={classes.sign} key={key}>
          <dt>{name}</dt>
          <dd className={classes.text}>{text}</dd>
        </div>
      ))}
    </dl>
  );
}

function Value({ one: { unit, value, money } }: { one: IndicatorView }): ReactNode {
  const f = useFormats();
  if (money) return f.money(money, 'none');
  if (value === null) return null;
  if (unit === 'share') return f.percent(value, value > 0 && value < 0.1 ? 1 : 0);
  return f.number(value, Number.isInteger(value) ? 0 : 1);
}

function Rows({ rows }: { rows: IndicatorView['rows'] }): ReactNode {
  const { t } = useTranslation('retention');
  const f = useFormats();
  return (
    <>
      {t('indicators.rows')}
      <span className={classes.rows}>
        {rows.map(({ on, text, money }) => (
          <span key={`${on} ${text} ${money?.amount}`} style={{ display: 'contents' }}>
            <span>{f.date(on)}</span>
            <span>{text}</span>
            <span>{money ? f.money(money) : ''}</span>
          </span>
        ))}
      </span>
    </>
  );
}
