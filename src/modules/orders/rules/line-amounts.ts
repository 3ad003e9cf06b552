import { exponentOf } from '../../../maths/money.ts';

/** Ten trillion yuan: no order is larger, and the sum of thousands of them can still be stored. */
export const MAX_ORDER_MINOR = 10n ** 15n;

/** A quantity in thousandths, as orders keep it: '1.5' → 1500n. */
export function thousandths(quantity: string): bigint {
  const [whole = '0', fraction = ''] = quantity.replace('-', '').split('.');
  const size = BigInt(whole + fraction.padEnd(3, '0').slice(0, 3));
  return quantity.startsWith('-') ? -size : size;
}

/** Quantity × price − discount, halves away from zero, in minor units; null beyond what can be stored. */
export function lineTotal(quantity: string, unitPrice: bigint, discount: bigint): bigint | null {
  const product = thousandths(quantity) * unitPrice;
  const half = product < 0n ? -500n : 500n;
  const total = (product + half) / 1000n - discount;
  return total > MAX_ORDER_MINOR || total < -MAX_ORDER_MINOR ? null : total;
}

/** A plain decimal in minor units of `currency`; more decimals than the currency has are rounded half away from zero. */
export function roundedMinor(decimal: string, currency: string): bigint | null {
  const exponent = exponentOf(currency);
  const match = /^(-?)(\d+)(?:\.(\d+))?$/.exec(decimal);
  if (!match || (match[2]?.length ?? 0) > 18) return null;
  const fraction = (match[3] ?? '').padEnd(exponent + 1, '0');
  const digits = BigInt((match[2] ?? '0') + fraction.slice(0, exponent));
  const size = digits + (fraction.charCodeAt(exponent) >= 53 ? 1n : 0n);
  if (size > MAX_ORDER_MINOR) return null;
  return match[1] === '-' ? -size : size;
}
