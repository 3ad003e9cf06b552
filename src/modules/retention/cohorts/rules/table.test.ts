import { describe, expect, test } from 'vitest';
import { cohortTable, repeatLadder, type CellCount } from './table.ts';

const count = (key: string | null, first: string, month: string, customers: number): CellCount => ({
  key,
  first: `${first}-01`,
  month: `${month}-01`,
  customers,
  minor: BigInt(customers) * 100n,
});

describe('the table of cohorts', () => {
  test('counts who came back in each month since, and marks the month that still runs', () => {
    const [january, ...rest] = cohortTable(
      [
        count('2026-01-01', '2026-01', '2026-01', 40),
        count('2026-01-01', '2026-01', '2026-02', 10),
        count('2026-01-01', '2026-01', '2026-04', 5),
      ],
      '2026-04-11',
    );
    expect(rest).toEqual([]);
    expect(january?.customers).toBe(40);
    expect(january?.cells.map(({ age, share, complete }) => [age, share, complete])).toEqual([
      [1, 0.25, true],
      [2, 0, true],
      [3, 0.125, false],
    ]);
    // Wilson 1927 for 10 of 40.
    expect(january?.cells[0]?.low).toBeCloseTo(0.1419, 3);
    expect(january?.cells[0]?.high).toBeCloseTo(0.4019, 3);
  });

  test('of a source leaves out first months that have not had the time', () => {
    const [shop] = cohortTable(
      [
        count('路过', '2026-01', '2026-01', 100),
        count('路过', '2026-01', '2026-02', 30),
        count('路过', '2026-01', '2026-03', 20),
        count('路过', '2026-03', '2026-03', 900),
      ],
      '2026-04-02',
    );
    expect(shop?.customers).toBe(1000);
    expect(shop?.cells.map(({ age, of, customers }) => [age, of, customers])).toEqual([
      [1, 100, 30],
      [2, 100, 20],
      [3, 100, 0],
    ]);
  });

  test('of customers who all came in the running month has no cell yet', () => {
    expect(cohortTable([count(null, '2026-04', '2026-04', 5)], '2026-04-30')).toEqual([
      { key: null, customers: 5, cells: [] },
    ]);
    expect(cohortTable([], '2026-04-30')).toEqual([]);
  });
});

describe('the ladder', () => {
  test('asks only those who have had the time for the next purchase', () => {
    const rungs = repeatLadder([0, 100, 45, 30], [0, 10, 5, 3]);
    expect(rungs.map(({ from, of, went, share }) => [from, of, went, share])).toEqual([
      [1, 90, 45, 0.5],
      [2, 40, 30, 0.75],
    ]);
  });

  test('says nothing where nobody has had the time', () => {
    expect(repeatLadder([0, 7, 0], [0, 7, 0])).toEqual([]);
  });
});
