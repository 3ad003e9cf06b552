import { describe, expect, it } from 'vitest';
import { betaQuadrature } from './quadrature.ts';

describe('Gauss–Jacobi', () => {
  it.each([
    [0.9, 1.6],
    [0.1, 0.2],
    [3, 900],
    [1, 1],
    [0.5, 0.5],
  ])('has the moments of Beta(%f, %f)', (a, b) => {
    const { nodes, weights } = betaQuadrature(a, b, 40);
    let truth = 1;
    for (let power = 0; power < 20; power += 1) {
      const moment = nodes.reduce((sum, node, i) => sum + (weights[i] ?? 0) * node ** power, 0);
      expect(Math.abs(moment / truth - 1)).toBeLessThan(1e-9);
      truth *= (a + power) / (a + b + power);
    }
  });
});
