/** `'1.5'` → 150n: factors are reckoned exactly, never as floats. */
export function hundredths(factor: string): bigint {
  const [whole = '0', fraction = ''] = factor.split('.');
  return BigInt(whole + fraction.padEnd(2, '0').slice(0, 2));
}
