import { z } from 'zod';
import { explanation, id, instant, money } from '../../../kernel/contract.ts';
import { channelKinds, filledLine, line, prose, refusals } from '../shapes-contract.ts';

const part = z.union([
  /** A saved view of the customer list. */
  z.object({ view: id }).strict(),
  /** As GET /customers takes it. */
  z
    .object({
      filter: z.record(z.string().min(1).max(80), z.unknown()).refine((one) => JSON.stringify(one).length <= 4000),
    })
    .strict(),
]);
export const audience = z
  .object({
    /** Whoever belongs to one of these; none: everybody. */
    include: z.array(part).max(10),
    exclude: z.array(part).max(10),
  })
  .strict();

const ab = z.union([
  z.object({ rule: z.literal('split') }).strict(),
  z
    .object({
      rule: z.literal('winner'),
      /** So many of 100 get one or the other first. */
      testPercent: z.number().int().min(5).max(50),
      hours: z.number().int().min(1).max(168),
      by: z.enum(['opens', 'clicks']),
    })
    .strict(),
]);

export const plan = {
  name: filledLine(80),
  goal: line(200).nullish(),
  /** What is offered, in words; the merge field `offer`. */
  offer: prose(300).nullish(),
  /** Given to whoever gets the message, as it goes out; its code is the merge field `coupon`. */
  couponId: id.nullish(),
  purpose: z.enum(['service', 'greeting', 'promotion']).default('promotion'),
  channelId: id,
  templateId: id,
  templateBId: id.nullish(),
  ab: ab.nullish(),
  audience,
  holdOutPercent: z.number().int().min(0).max(50),
  effectDays: z.number().int().min(1).max(180).default(28),
  budget: money.nullish(),
  /** Besides messages: gifts, print, time. */
  otherCost: money.nullish(),
  /** Of 100 of revenue so much stays after the goods; absent: as the shop has said for all its figures, else all of it. */
  marginPercent: z.number().int().min(1).max(100).optional(),
  /** Null: as soon as it is started. */
  startsAt: instant.nullish(),
};

const counts = z.object({
  planned: z.number().int(),
  sending: z.number().int(),
  sent: z.number().int(),
  failed: z.number().int(),
  unknown: z.number().int(),
  skipped: z.number().int(),
  held: z.number().int(),
});

const states = z.enum(['draft', 'asked', 'planned', 'freezing', 'sending', 'paused', 'stopped', 'finished']);

export const campaign = z.object({
  id,
  name: z.string(),
  purpose: z.enum(['service', 'greeting', 'promotion']),
  channel: z.object({ id, kind: z.enum(channelKinds), name: z.string() }),
  state: states,
  startsAt: instant.nullable(),
  startedAt: instant.nullable(),
  counts,
  createdBy: z.string(),
  version: z.number().int(),
});

export const opened = campaign.extend({
  goal: z.string().nullable(),
  offer: z.string().nullable(),
  couponId: id.nullable(),
  templateId: id,
  templateBId: id.nullable(),
  ab: ab.nullable(),
  audience,
  holdOutPercent: z.number().int(),
  effectDays: z.number().int(),
  budget: money.nullable(),
  otherCost: money,
  marginPercent: z.number().int(),
  /** Why people got nothing. */
  refused: z.array(z.object({ reason: z.string(), count: z.number().int() })),
  askedBy: z.string().nullable(),
  approvedBy: z.string().nullable(),
  may: z.object({ change: z.boolean(), start: z.boolean(), approve: z.boolean() }),
});

export const sum = z.object({
  /** Everybody the audience means. */
  audience: z.number().int(),
  reached: z.number().int(),
  /** Left in peace to compare with. */
  held: z.number().int(),
  refused: z.array(z.object({ reason: z.enum(refusals), count: z.number().int() })),
  /** Of those reached, so many only after the quiet hours. */
  later: z.number().int(),
  cost: money,
  /** The smallest difference in buying that such numbers can show, in percentage points; null: too few to tell anything. */
  visibleLift: z.number().nullable(),
  needsApproval: z.boolean(),
});

export const message = z.object({
  id,
  customer: z.object({ id, name: z.string() }).nullable(),
  state: z.enum(['planned', 'sending', 'sent', 'failed', 'unknown', 'skipped', 'held']),
  reason: z.string().nullable(),
  variant: z.string().nullable(),
  sentAt: instant.nullable(),
  opened: z.boolean(),
  clicked: z.boolean(),
});

const share = z.object({ count: z.number().int(), of: z.number().int() });
const arm = z.object({ n: z.number().int(), buyers: z.number().int(), revenue: money });
export const effect = z.object({
  /** The last day that counts; the effect is preliminary until it is over. */
  until: instant.nullable(),
  preliminary: z.boolean(),
  delivered: share,
  opened: share,
  clicked: share,
  answered: share,
  unsubscribed: share,
  complained: share,
  bounced: share,
  treated: arm,
  held: arm.nullable(),
  /** Of the whole treated group against the hold-out; null without one or while there are too few. */
  lift: z
    .object({
      /** Percentage points. */
      buying: z.number(),
      buyingLow: z.number(),
      buyingHigh: z.number(),
      revenue: money,
      revenueLow: money,
      revenueHigh: money,
      /** The interval of the money was drawn anew 2,000 times instead of reckoned. */
      resampled: z.boolean(),
      /** The interval lies on one side of zero. */
      certain: z.boolean(),
      explanation,
    })
    .nullable(),
  why: z.enum(['noHoldOut', 'tooFew', 'notSent', 'uneven']).nullable(),
  cost: money,
  profit: money.nullable(),
  variants: z.array(
    z.object({
      key: z.string(),
      sent: z.number().int(),
      opened: z.number().int(),
      clicked: z.number().int(),
      buyers: z.number().int(),
      n: z.number().int(),
    }),
  ),
});

export type Audience = z.output<typeof audience>;
export type AudiencePart = z.output<typeof part>;
export type AbRule = z.infer<typeof ab>;
export type CampaignGiven = z.output<ReturnType<typeof planShape>>;
export type Campaign = z.infer<typeof campaign>;
export type OpenedCampaign = z.infer<typeof opened>;
export type CampaignSum = z.infer<typeof sum>;
export type CampaignEffect = z.infer<typeof effect>;
export type CampaignMessage = z.infer<typeof message>;
export type MessageState = CampaignMessage['state'];
export type Counts = z.infer<typeof counts>;

function planShape() {
  return z.object(plan).strict();
}
