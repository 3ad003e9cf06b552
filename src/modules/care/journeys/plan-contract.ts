import { z } from 'zod';
import { id } from '../../../kernel/contract.ts';
import { clock, filledLine, line, prose } from '../shapes-contract.ts';

const units = z.enum(['minutes', 'hours', 'days']);
const span = z.object({ amount: z.number().int().min(1).max(1000), unit: units }).strict();

/** A tree of conditions as GET /segments/conditions describes them; null: not said yet. */
const condition = z.unknown();

const eventName = z
  .string()
  .trim()
  .regex(/^[a-z][a-z0-9_.-]{0,39}$/);

const trigger = z.discriminatedUnion('kind', [
  /** New on file; whoever comes with an import is not. */
  z.object({ kind: z.literal('joined') }).strict(),
  /** At least so much, in minor units of the base currency. */
  z.object({ kind: z.literal('order'), minAmount: z.number().int().min(0).default(0) }).strict(),
  z.object({ kind: z.literal('firstOrder') }).strict(),
  z.object({ kind: z.literal('visit') }).strict(),
  z
    .object({
      kind: z.literal('stage'),
      to: z.array(z.enum(['lead', 'prospect', 'active', 'sleeping', 'lost'])).max(5),
    })
    .strict(),
  /** Comes into a class of a scheme; null: into any other. */
  z.object({ kind: z.literal('class'), scheme: filledLine(40), to: line(120).nullable() }).strict(),
  z.object({ kind: z.literal('tier'), to: line(40).nullable() }).strict(),
  z.object({ kind: z.literal('alert') }).strict(),
  z.object({ kind: z.literal('segment'), segmentId: id.nullable() }).strict(),
  z.object({ kind: z.literal('tag'), tag: line(60) }).strict(),
  /** One of the business's own fields changed. */
  z.object({ kind: z.literal('field'), field: line(60) }).strict(),
  /** So many days before the birthday. */
  z.object({ kind: z.literal('birthday'), daysAhead: z.number().int().min(0).max(60) }).strict(),
  /** So many days after a day kept in an own field; before it where negative. */
  z.object({ kind: z.literal('date'), field: line(60), days: z.number().int().min(-365).max(3650) }).strict(),
  /** Looked at every night: whoever meets it. */
  z.object({ kind: z.literal('daily'), condition }).strict(),
  /** POST /care/journeys/events with this name: a cart left behind, a lesson finished. */
  z.object({ kind: z.literal('event'), name: z.union([eventName, z.literal('')]) }).strict(),
  /** A call to the journey's own secret address. */
  z.object({ kind: z.literal('hook') }).strict(),
]);

const happening = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('order') }).strict(),
  z.object({ kind: z.literal('visit') }).strict(),
  /** A message of this journey. */
  z.object({ kind: z.literal('opened') }).strict(),
  z.object({ kind: z.literal('clicked') }).strict(),
  z.object({ kind: z.literal('answered') }).strict(),
  z.object({ kind: z.literal('event'), name: z.union([eventName, z.literal('')]) }).strict(),
]);

const wait = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('span'), span }).strict(),
  /** By the shop's clock; weekday 1 is Monday, null any day. */
  z.object({ kind: z.literal('clock'), weekday: z.number().int().min(1).max(7).nullable(), at: clock }).strict(),
]);

const steps: z.ZodType<Step[]> = z.lazy(() => z.array(step).max(60));

const step: z.ZodType<Step> = z.lazy(() =>
  z.discriminatedUnion('kind', [
    z.object({ id, kind: z.literal('wait'), wait }).strict(),
    z.object({ id, kind: z.literal('until'), happens: happening, within: span, came: steps, missed: steps }).strict(),
    z.object({ id, kind: z.literal('condition'), condition, yes: steps, no: steps }).strict(),
    z
      .object({
        id,
        kind: z.literal('split'),
        /** Shares of 100. */
        branches: z
          .array(z.object({ share: z.number().int().min(1).max(99), steps }).strict())
          .min(2)
          .max(4),
      })
      .strict(),
    z.object({ id, kind: z.literal('message'), channelId: id.nullable(), templateId: id.nullable() }).strict(),
    z
      .object({
        id,
        kind: z.literal('task'),
        title: line(120),
        note: prose(1000),
        dueDays: z.number().int().min(0).max(60),
        /** Null: whoever looks after the customer. */
        assigneeId: id.nullable(),
      })
      .strict(),
    z.object({ id, kind: z.literal('coupon'), couponId: id.nullable() }).strict(),
    z
      .object({ id, kind: z.literal('points'), points: z.number().int().min(1).max(100_000), reason: line(100) })
      .strict(),
    z.object({ id, kind: z.literal('tag'), tag: line(60), remove: z.boolean() }).strict(),
    z
      .object({
        id,
        kind: z.literal('field'),
        field: line(60),
        value: z.union([z.string().max(200), z.number(), z.boolean()]),
      })
      .strict(),
    z.object({ id, kind: z.literal('owner'), memberId: id.nullable() }).strict(),
    z.object({ id, kind: z.literal('call'), url: z.string().trim().max(500) }).strict(),
    z.object({ id, kind: z.literal('leave') }).strict(),
  ]),
);

export const planShape = z
  .object({
    trigger,
    /** May somebody enter again: never, each time, or so many days after the last time. */
    again: z.union([
      z.literal('never'),
      z.literal('always'),
      z.object({ days: z.number().int().min(1).max(730) }).strict(),
    ]),
    /** So many of 100 are left in peace, to compare with. */
    holdOutPercent: z.number().int().min(0).max(50),
    /** Days after entering in which purchases count. */
    effectDays: z.number().int().min(1).max(180),
    /** Reached: counted, and out where `leaves`. */
    goal: z
      .object({ kind: z.enum(['order', 'visit']), leaves: z.boolean() })
      .strict()
      .nullable(),
    /** Whoever meets it is out before the next step; null: nobody. */
    exit: condition,
    steps,
  })
  .strict();

type Span = z.infer<typeof span>;
type Branching =
  | { kind: 'until'; happens: z.infer<typeof happening>; within: Span; came: Step[]; missed: Step[] }
  | { kind: 'condition'; condition: unknown; yes: Step[]; no: Step[] }
  | { kind: 'split'; branches: { share: number; steps: Step[] }[] };
type Plain =
  | { kind: 'wait'; wait: z.infer<typeof wait> }
  | { kind: 'message'; channelId: string | null; templateId: string | null }
  | { kind: 'task'; title: string; note: string; dueDays: number; assigneeId: string | null }
  | { kind: 'coupon'; couponId: string | null }
  | { kind: 'points'; points: number; reason: string }
  | { kind: 'tag'; tag: string; remove: boolean }
  | { kind: 'field'; field: string; value: string | number | boolean }
  | { kind: 'owner'; memberId: string | null }
  | { kind: 'call'; url: string }
  | { kind: 'leave' };

export type Step = { id: string } & (Plain | Branching);
export type StepKind = Step['kind'];
export type Trigger = z.infer<typeof trigger>;
export type Happening = z.infer<typeof happening>;
export type Wait = z.infer<typeof wait>;
export type WaitSpan = Span;
export type Plan = z.output<typeof planShape>;

/** What has to be mended before people may enter; `care:journey.problem.<kind>`. */
export const problemKinds = [
  'noSteps',
  'sameStep',
  'triggerOpen',
  'noChannel',
  'noTemplate',
  'templateOther',
  'noTitle',
  'noCoupon',
  'noTag',
  'noField',
  'noMember',
  'badUrl',
  'noCondition',
  'conditionUnfit',
  'sharesNot100',
  'noEvent',
  'noReason',
] as const;
export type ProblemKind = (typeof problemKinds)[number];
