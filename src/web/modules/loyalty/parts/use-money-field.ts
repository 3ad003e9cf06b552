import { useFormats } from '../../../kit/use-formats.ts';

/** How an amount of the shop's currency is typed. */
export function useMoneyField() {
  return { prefix: useFormats().currencySign(), min: 0, decimalScale: 2, thousandSeparator: ',' };
}
