import { z } from 'zod';
import {
  civilDate,
  event,
  explanation,
  id,
  listInput,
  money,
  noInput,
  operation,
  page,
} from '../../kernel/contract.ts';

/** All customers are to be looked at anew: settings or the shop's own figures changed. */
export const refreshWanted = event('retention.refresh_wanted', z.object({}));
/** One portion of that; it queues the next one. */
export const refreshDue = event('retention.refresh_due', z.object({ refreshId: id, after: id.nullable() }));

const kind = z.enum(['late', 'amount_down', 'slowing']);
const outcome = z.enum(['bought', 'recovered', 'lost', 'dismissed', 'withdrawn']);

const alert = z.object({
  id,
  kind,
  customer: z.object({ id, name: z.string(), phone: z.string().nullable() }),
  text: z.string(),
  lastOn: civilDate,
  raisedOn: civilDate,
  stake: money,
  caredOn: civilDate.nullable(),
  settledOn: civilDate.nullable(),
  outcome: outcome.nullable(),
  returnedAfterDays: z.number().int().nullable(),
  explanation,
});

const settings = z.object({
  /** Days of silence that raise an alert for customers without a rhythm of their own. */
  fixedDays: z.number().int().min(7).max(1000),
  /** Days after the alert without a purchase until the customer counts as lost. */
  lostDays: z.number().int().min(7).max(1000),
  /** Days without a new alert after somebody said that there is nothing to worry about. */
  quietDays: z.number().int().min(0).max(365),
  /** Days between two purchases that are usual in the trade, as long as the shop itself knows little. */
  usualDays: z.number().int().min(1).max(1000),
  /** Customers with one of these tags are never watched. */
  ignoredTags: z.array(z.string().trim().min(1).max(60)).max(50),
  version: z.number().int(),
});

export const contract = {
  alerts: operation({
    method: 'GET',
    path: '/retention/alerts',
    summary: 'Customers whose rhythm or habits broke, the largest stake first; settled ones newest first',
    requires: 'retention.read',
    input: listInput.extend({ show: z.enum(['open', 'settled']).default('open') }).strict(),
    output: page(alert),
  }),
  settings: {
    read: operation({
      method: 'GET',
      path: '/retention/settings',
      summary: 'When silence becomes an alert',
      requires: 'settings.read',
      input: noInput,
      output: settings,
    }),
    change: operation({
      method: 'PATCH',
      path: '/retention/settings',
      summary: 'Change when silence becomes an alert; all customers are looked at anew',
      requires: 'settings.edit',
      input: settings.partial().required({ version: true }).strict(),
      output: settings,
    }),
  },
};

export type AlertKind = z.infer<typeof kind>;
export type AlertOutcome = z.infer<typeof outcome>;
export type AlertView = z.infer<typeof alert>;
export type WatchSettings = z.infer<typeof settings>;
