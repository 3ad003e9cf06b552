import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { ExplainButton } from '../../../kit/explain.tsx';
import { useFormats } from '../../../kit/use-formats.ts';
import type { Division } from '../api.ts';
import classes from './classes.module.css';
import { useBounds } from './use-bounds.ts';

/** Which purchases count and where the shop is divided. */
export function CutsLine({ division }: { division: Division }): ReactNode {
  const { t } = useTranslation('segments');
  const f = useFormats();
  const inWords = useBounds();
  const { measures, settings, explanation, dividing, population, afterDay, asOf } = division;
  const period =
    settings.periodMonths === 0 ? t('cuts.everything') : t('cuts.months', { count: settings.periodMonths });
  const apart = population === 'buyers' && settings.cutBy !== 'fixed' ? settings.apart : 'shop';
  const way = t(`cuts.${settings.cutBy}`);
  const cut = apart === 'shop' ? way : `${way} · ${t(`cuts.apart_${apart}`)}`;
  const cuts = measures.flatMap(({ name, bounds, unit }) => {
    const [only, more] = bounds;
    if (only === undefined || more !== undefined) return [];
    return t(unit === 'days' ? 'cuts.within' : 'cuts.bound', { name, value: inWords(only, unit) });
  });
  return (
    <div className={classes.line}>
      <span
        title={asOf === null ? undefined : [afterDay && f.date(afterDay), f.date(asOf)].filter(Boolean).join(' – ')}
      >
        {dividing ? t('dividing') : population === 'prospects' ? cut : `${period} · ${cut}`}
      </span>
      <span className={classes.lineEnd}>
        {cuts.join(' · ')}
        {explanation && <ExplainButton name={t('cuts.how')} explanation={explanation} />}
      </span>
    </div>
  );
}
