import { z } from 'zod';
import { civilDate, money, noInput, operation } from '../../../kernel/contract.ts';

const side = z.object({ customers: z.number().int(), bought: z.number().int(), average: money });
const interval = z.object({ value: z.number(), low: z.number(), high: z.number() });

const effect = z.object({
  /** Of a hundred alerts, so many are held back. */
  percent: z.number().int(),
  /** Alerts of the last year, counted up to `alertsNeeded`, from which on it begins. */
  alerts: z.number().int(),
  alertsNeeded: z.number().int(),
  windowDays: z.number().int(),
  since: civilDate.nullable(),
  /** Drawn, and their time still runs. */
  running: z.number().int(),
  shown: side,
  withheld: side,
  verdict: z.enum(['off', 'not_begun', 'too_few', 'no_difference', 'helps', 'harms']),
  /** Share that bought again: alerted less held back, with Newcombe’s interval; null where too few. */
  rate: interval.nullable(),
  /** Money per customer within the window, with Welch’s interval or the bootstrap’s. */
  money: z.object({ value: money, low: money, high: money, method: z.enum(['welch', 'bootstrap']) }).nullable(),
  /** What acting on the alerts has kept: money per customer × customers alerted. */
  kept: z.object({ value: money, low: money, high: money }).nullable(),
  /** The difference of shares that a trial of this size sees four times in five. */
  smallestVisible: z.number().nullable(),
  version: z.number().int(),
});

export const holdOutContract = {
  read: operation({
    method: 'GET',
    path: '/retention/hold-out',
    summary: 'What acting on alerts brings, from the comparison with those quietly held back',
    requires: 'retention.figures',
    input: noInput,
    output: effect,
  }),
  change: operation({
    method: 'PATCH',
    path: '/retention/hold-out',
    summary: 'How many alerts of a hundred are held back; none is possible',
    requires: 'settings.edit',
    input: z.object({ percent: z.number().int().min(0).max(50), version: z.number().int() }).strict(),
    output: effect,
  }),
};

export type HoldOutEffect = z.infer<typeof effect>;
