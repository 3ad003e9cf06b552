import { useTranslation } from 'react-i18next';
import { useFormats } from '../../../kit/use-formats.ts';
import type { DivisionMeasure, Member } from '../api.ts';

type Value = Exclude<Member['values'][string], null>;

/** A cut or a measured value as people read it: 4.3 · ¥286 · 30 days. */
export function useBounds() {
  const { t } = useTranslation('segments');
  const f = useFormats();
  return (value: Value, unit: DivisionMeasure['unit']): string => {
    if (typeof value !== 'number') return f.money(value, 'none');
    return t(`units.${unit}`, { number: f.number(value, Number.isInteger(value) ? 0 : 1) });
  };
}
