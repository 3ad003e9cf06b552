import { describe, expect, it } from 'vitest';
import { minimise, type Objective } from './minimise.ts';

const rosenbrock: Objective = (point, gradient) => {
  const [x = 0, y = 0] = point;
  gradient[0] = -400 * x * (y - x * x) - 2 * (1 - x);
  gradient[1] = 200 * (y - x * x);
  return 100 * (y - x * x) ** 2 + (1 - x) ** 2;
};

describe('minimise', () => {
  it.each([
    [-1.2, 1],
    [5, -5],
    [0, 0],
  ])('finds the floor of the bent valley from %f, %f', (x, y) => {
    const { point, converged } = minimise(rosenbrock, [x, y]);
    expect(converged).toBe(true);
    expect(point[0]).toBeCloseTo(1, 6);
    expect(point[1]).toBeCloseTo(1, 6);
  });

  it('stays inside the box where the function falls for ever', () => {
    const { point } = minimise(
      (at, gradient) => {
        gradient[0] = -1;
        return -(at[0] ?? 0);
      },
      [0],
    );
    expect(point[0]).toBe(12);
  });
});
