import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  incompleteBeta,
  incompleteGamma,
  incompleteGammaUpper,
  logGamma,
  normalCdf,
  normalQuantile,
  studentCdf,
  studentQuantile,
} from './distributions.ts';

// Reference values: mpmath at 30 digits.
const relative = (value: number, truth: number) => expect(Math.abs(value / truth - 1)).toBeLessThan(1e-9);

describe('special functions', () => {
  it.each([
    [0.1, 2.252712651734206],
    [0.5, 0.5723649429247001],
    [1.5, -0.12078223763524522],
    [3, Math.LN2],
    [10.5, 13.940625219403763],
    [1000, 5905.220423209181],
    [123456.7, 1323900.9753909183],
  ])('ln Γ(%f)', (x, truth) => relative(logGamma(x), truth));

  it.each([
    [0.3, 2, 5, 0.579825],
    [0.9, 0.5, 0.5, 0.7951672353008666],
    [0.01, 10, 0.5, 1.770034965528574e-21],
    [0.6, 200, 150, 0.8601906604801528],
  ])('I_%f(%f, %f)', (x, a, b, truth) => relative(incompleteBeta(x, a, b), truth));

  it.each([
    [0.5, 0.2, 0.4729107431344619, 0.5270892568655381],
    [3, 2.5, 0.45618688411667047, 0.5438131158833295],
    [50, 60, 0.9155933189063082, 0.08440668109369183],
    [100, 50, 3.200065324585125e-10, 0.9999999996799935],
  ])('P and Q(%f, %f)', (a, x, lower, upper) => {
    relative(incompleteGamma(a, x), lower);
    relative(incompleteGammaUpper(a, x), upper);
  });
});

describe('normal', () => {
  it.each([
    [-8, 6.220960574271784e-16],
    [-3, 0.0013498980316300946],
    [-1.5, 0.06680720126885807],
    [0.7, 0.758036347776927],
    [2.5, 0.993790334674224],
  ])('Φ(%f)', (z, truth) => relative(normalCdf(z), truth));

  it.each([
    [1e-10, -6.361340902404056],
    [0.001, -3.090232306167813],
    [0.25, -0.6744897501960817],
    [0.6, 0.2533471031357997],
    [0.975, 1.959963984540054],
  ])('Φ⁻¹(%f)', (p, truth) => relative(normalQuantile(p), truth));
});

describe('Student t', () => {
  it.each([
    [-2.5, 1, 0.1211189415908434],
    [0.3, 2.5, 0.6063288142524014],
    [1.7, 6, 0.9299801726875513],
    [2.2, 19, 0.979809449176913],
    [-4, 300, 0.000039920022418597324],
    [-1.28, 100_000, 0.10027405260925815],
  ])('F(%f; %f)', (t, df, truth) => relative(studentCdf(t, df), truth));

  it.each([
    [0.9, 1, 3.077683537175254],
    [0.9, 6, 1.4397557472651485],
    [0.75, 19, 0.6876214602039603],
    [0.975, 2.5, 3.574654842003682],
    [0.0005, 5, -6.86882662588111],
    [0.6, 1000, 0.2534145158394987],
  ])('F⁻¹(%f; %f)', (p, df, truth) => relative(studentQuantile(p, df), truth));

  it('returns to the share it came from', () => {
    const share = fc.double({ min: 1e-9, max: 1 - 1e-9, noNaN: true });
    fc.assert(
      fc.property(share, fc.double({ min: 0.5, max: 1e5, noNaN: true }), (p, df) => {
        expect(Math.abs(studentCdf(studentQuantile(p, df), df) - p)).toBeLessThan(1e-11);
        expect(Math.abs(normalCdf(normalQuantile(p)) - p)).toBeLessThan(1e-13);
      }),
    );
  });

  it('rises with t and stays a share', () => {
    const t = fc.double({ noNaN: true, noDefaultInfinity: true });
    fc.assert(
      fc.property(t, t, fc.double({ min: 0.5, max: 1e4, noNaN: true }), (a, b, df) => {
        const low = studentCdf(Math.min(a, b), df);
        const high = studentCdf(Math.max(a, b), df);
        expect(low).toBeGreaterThanOrEqual(0);
        expect(high).toBeLessThanOrEqual(1);
        expect(high - low).toBeGreaterThan(-1e-13);
      }),
    );
  });
});
