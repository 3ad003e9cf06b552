import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addMoney, allocate, convert, exponentOf, formatDecimal, isCurrency, MAX_MINOR, parseMoney } from './money.ts';

const currency = fc.constantFrom('CNY', 'TWD', 'JPY', 'KWD', 'CLF', 'USD');
const minor = fc.bigInt({ min: -MAX_MINOR, max: MAX_MINOR });

describe('reading an amount', () => {
  it.each([
    ['1234.50', 'CNY', 123450n],
    ['1234', 'JPY', 1234n],
    ['1.005', 'KWD', 1005n],
    ['12.5000', 'CNY', 1250n],
    ['-0.01', 'TWD', -1n],
    ['+7', 'USD', 700n],
    ['0000000000000000000000001.00', 'CNY', 100n],
    ['92233720368547758.07', 'CNY', MAX_MINOR],
  ])('%s %s', (text, code, value) => {
    expect(parseMoney(text, code)).toEqual({ ok: true, value });
  });

  it.each([
    ['1.001', 'CNY', 'too-many-decimals'],
    ['1.5', 'JPY', 'too-many-decimals'],
    ['1,234.50', 'CNY', 'not-a-decimal'],
    ['1e3', 'CNY', 'not-a-decimal'],
    ['', 'CNY', 'not-a-decimal'],
    ['.5', 'CNY', 'not-a-decimal'],
    ['NaN', 'CNY', 'not-a-decimal'],
    ['１２', 'CNY', 'not-a-decimal'],
    [12.5, 'CNY', 'not-a-decimal'],
    [Number.NaN, 'CNY', 'not-a-decimal'],
    [null, 'CNY', 'not-a-decimal'],
    ['1', 'RMB', 'unknown-currency'],
    ['92233720368547758.08', 'CNY', 'too-large'],
    ['9'.repeat(70), 'CNY', 'too-large'],
    ['9'.repeat(100_000), 'CNY', 'not-a-decimal'],
  ])('refuses %s %s', (text, code, reason) => {
    expect(parseMoney(text, code)).toEqual({ ok: false, reason });
  });

  it('gives back what was written', () => {
    fc.assert(
      fc.property(minor, currency, (value, code) => {
        expect(parseMoney(formatDecimal(value, code), code)).toEqual({ ok: true, value });
      }),
    );
  });

  it('never throws on any text', () => {
    fc.assert(fc.property(fc.anything(), (text) => typeof parseMoney(text, 'CNY').ok === 'boolean'));
  });
});

describe('currencies', () => {
  it('have no fewer decimals than the platform shows, and those of ISO 4217', () => {
    const known = Intl.supportedValuesOf('currency').filter(isCurrency);
    expect(known.length).toBeGreaterThan(140);
    for (const code of known) {
      const { maximumFractionDigits } = new Intl.NumberFormat('en', {
        style: 'currency',
        currency: code,
      }).resolvedOptions();
      // CLDR leaves out decimals that nobody uses in cash (AFN, LAK …); ISO 4217 never has fewer.
      expect(exponentOf(code), code).toBeGreaterThanOrEqual(maximumFractionDigits ?? 0);
    }
    const exponents = ['CNY', 'TWD', 'HKD', 'JPY', 'KRW', 'VND', 'CLP', 'KWD', 'BHD', 'TND', 'CLF'].map(exponentOf);
    expect(exponents).toEqual([2, 2, 2, 0, 0, 0, 0, 3, 3, 3, 4]);
  });
});

describe('adding', () => {
  it('refuses different currencies and sums beyond the column', () => {
    const yuan = { minor: 1n, currency: 'CNY' };
    expect(addMoney(yuan, { minor: 2n, currency: 'CNY' })).toEqual({ ok: true, value: { minor: 3n, currency: 'CNY' } });
    expect(addMoney(yuan, { minor: 2n, currency: 'USD' })).toEqual({ ok: false, reason: 'currency-mismatch' });
    expect(addMoney(yuan, { minor: MAX_MINOR, currency: 'CNY' })).toEqual({ ok: false, reason: 'too-large' });
  });
});

describe('splitting a total', () => {
  it('gives the odd cents to the largest remainders', () => {
    expect(allocate(100n, [1n, 1n, 1n])).toEqual({ ok: true, value: [34n, 33n, 33n] });
    expect(allocate(-100n, [1n, 1n, 1n])).toEqual({ ok: true, value: [-34n, -33n, -33n] });
    expect(allocate(10n, [15n, 25n, 60n])).toEqual({ ok: true, value: [2n, 2n, 6n] });
  });

  it('refuses weights that share nothing', () => {
    for (const weights of [[], [0n], [2n, -1n]])
      expect(allocate(5n, weights)).toEqual({ ok: false, reason: 'bad-weights' });
  });

  it('adds up exactly and is never a whole unit off', () => {
    const weights = fc.array(fc.bigInt({ min: 0n, max: 10n ** 12n }), { minLength: 1, maxLength: 20 });
    fc.assert(
      fc.property(minor, weights, (total, shares) => {
        const sum = shares.reduce((a, b) => a + b, 0n);
        fc.pre(sum > 0n);
        const result = allocate(total, shares);
        if (!result.ok) throw new Error(result.reason);
        expect(result.value.reduce((a, b) => a + b, 0n)).toBe(total);
        for (const [index, part] of result.value.entries()) {
          const off = part * sum - total * (shares[index] ?? 0n);
          expect(off < sum && off > -sum).toBe(true);
        }
      }),
    );
  });
});

describe('converting', () => {
  it.each([
    [10000n, 'USD', 'CNY', '7.1234', 71234n],
    [10000n, 'CNY', 'JPY', '20.505', 2050n],
    [10000n, 'CNY', 'JPY', '20.515', 2052n],
    [-10000n, 'CNY', 'JPY', '20.515', -2052n],
    [1000n, 'JPY', 'KWD', '0.0021', 2100n],
    [5n, 'CNY', 'CNY', '1', 5n],
  ])('%s %s to %s at %s', (amount, from, to, rate, value) => {
    expect(convert(amount, from, to, rate)).toEqual({ ok: true, value });
  });

  it('refuses rates that are none', () => {
    for (const rate of ['0', '0.000', '-1', 'abc', '', 7.1, Number.NaN, '1e2', '9'.repeat(30)]) {
      expect(convert(1n, 'USD', 'CNY', rate)).toEqual({ ok: false, reason: 'bad-rate' });
    }
    expect(convert(1n, 'USD', 'XYZ', '1')).toEqual({ ok: false, reason: 'unknown-currency' });
    expect(convert(MAX_MINOR, 'USD', 'CNY', '7')).toEqual({ ok: false, reason: 'too-large' });
  });

  it('is off the exact value by at most half a minor unit', () => {
    const amount = fc.bigInt({ min: -(10n ** 10n), max: 10n ** 10n });
    fc.assert(
      fc.property(amount, currency, currency, fc.integer({ min: 1, max: 99_999_999 }), (value, from, to, rate) => {
        const text = `${Math.floor(rate / 10_000)}.${String(rate % 10_000).padStart(4, '0')}`;
        const result = convert(value, from, to, text);
        if (!result.ok) throw new Error(result.reason);
        const exact = value * BigInt(rate) * 10n ** BigInt(exponentOf(to));
        const unit = 10n ** BigInt(4 + exponentOf(from));
        const off = 2n * (result.value * unit - exact);
        expect(off <= unit && off >= -unit).toBe(true);
      }),
    );
  });
});
