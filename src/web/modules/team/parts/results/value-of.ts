import { useTranslation } from 'react-i18next';
import { useFormats } from '../../../../kit/use-formats.ts';
import type { Cell, FigureView } from '../../api.ts';

/** A figure and its target in the words of its unit. */
export function useValueOf() {
  const { t } = useTranslation('team');
  const f = useFormats();
  const inUnit = (unit: FigureView['unit'], value: number): string => {
    const digits = Number.isInteger(value) ? 0 : 1;
    if (unit === 'share') return f.percent(value / 100, digits);
    if (unit === 'money') return f.money({ amount: String(value), currency: f.settings.baseCurrency });
    const shown = f.number(value, digits);
    return unit === 'days' ? t('result.days', { count: value, value: shown }) : shown;
  };
  return {
    inUnit,
    value({ unit }: FigureView, cell: Cell | undefined): string {
      if (cell?.money) return f.money(cell.money, 'none');
      return cell?.value === null || cell?.value === undefined ? t('result.none') : inUnit(unit, cell.value);
    },
    /** "of 34" for a share, "target 90%" where there is one. */
    notes({ unit }: FigureView, cell: Cell | undefined): string[] {
      return [
        ...(cell?.of ? [t('result.of', { count: cell.of })] : []),
        ...(cell && cell.target !== null ? [t('result.target', { target: inUnit(unit, cell.target) })] : []),
      ];
    },
  };
}
