import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { ExplainButton } from '../../../kit/explain.tsx';
import { useFormats } from '../../../kit/use-formats.ts';
import type { Division } from '../api.ts';
import classes from './classes.module.css';

/** Which purchases count and where the shop is divided. */
export function CutsLine({ division }: { division: Division }): ReactNode {
  const { t } = useTranslation('segments');
  const f = useFormats();
  const { cuts, settings, explanation, dividing } = division;
  const period =
    settings.periodMonths === 0 ? t('cuts.everything') : t('cuts.months', { count: settings.periodMonths });
  return (
    <div className={classes.line}>
      <span>{dividing ? t('dividing') : `${period} · ${t(`cuts.${settings.cutBy}`)}`}</span>
      <span className={classes.lineEnd}>
        {cuts &&
          t('cuts.line', { frequency: rounded(f.number, cuts.frequency), average: f.money(cuts.average, 'none') })}
        {explanation && <ExplainButton name={t('cuts.how')} explanation={explanation} />}
      </span>
    </div>
  );
}

function rounded(number: (value: number, digits: number) => string, value: number): string {
  return number(value, Number.isInteger(value) ? 0 : 1);
}
