import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import type { Ctx } from '../../../kernel/context.ts';
import { translate } from '../../../kernel/i18n/translate.ts';
import type { Content } from '../templates/contract.ts';
import { writeTemplate } from '../templates/templates.ts';
import { tongues, type Purpose } from '../shapes-contract.ts';
import type { ReadyKey } from './contract.ts';
import type { Plan, Step, Trigger, Wait } from './plan-contract.ts';
import { EMPTY_PLAN } from './shape-plan.ts';

/** A plan to begin with. Its words are templates of the shop's own from then on, in all three tongues. */
export async function readyPlan(ctx: Ctx, key: ReadyKey): Promise<Plan> {
  const channelId = await mailChannel(ctx);
  const made = new Map<string, string>();
  for (const [name, purpose] of Object.entries(LETTERS[key])) made.set(name, await template(ctx, key, name, purpose));
  const say = (name: string) => translate(ctx.workspace.language, `care:journey.ready.${key}.${name}`);
  const letter = (name: string): Step => ({
    id: randomUUID(),
    kind: 'message',
    channelId,
    templateId: made.get(name) ?? null,
  });
  const task = (name: string, dueDays: number): Step => ({
    id: randomUUID(),
    kind: 'task',
    title: say(name),
    note: say(`${name}Note`),
    dueDays,
    assigneeId: null,
  });
  return { ...EMPTY_PLAN, ...PLANS[key]({ letter, task }) };
}

interface Parts {
  letter(name: string): Step;
  task(name: string, dueDays: number): Step;
}
type Ready = { trigger: Trigger; steps: Step[] } & Partial<Plan>;

const after = (amount: number, unit: 'hours' | 'days'): Step => ({
  id: randomUUID(),
  kind: 'wait',
  wait: { kind: 'span', span: { amount, unit } },
});
const clock = (wait: Omit<Extract<Wait, { kind: 'clock' }>, 'kind'>): Step => ({
  id: randomUUID(),
  kind: 'wait',
  wait: { kind: 'clock', ...wait },
});
/** Waits for a purchase; who does not buy in time gets what follows. */
const unlessTheyBuy = (days: number, missed: Step[]): Step => ({
  id: randomUUID(),
  kind: 'until',
  happens: { kind: 'order' },
  within: { amount: days, unit: 'days' },
  came: [],
  missed,
});
const MORNING = clock.bind(null, { weekday: null, at: '10:00' });
const untilTheyBuy = { kind: 'order', leaves: true } as const;

/** Which letters each has, and what they are for. */
const LETTERS: Readonly<Record<ReadyKey, Readonly<Record<string, Purpose>>>> = {
  welcome: { hello: 'greeting', second: 'promotion' },
  afterPurchase: { thanks: 'service' },
  returnVisit: { again: 'promotion' },
  secondOrder: { nudge: 'promotion' },
  winBack: { miss: 'promotion' },
  pointsExpiring: { reminder: 'service' },
  tierEnding: { reminder: 'service' },
  review: { ask: 'service' },
  serviceDue: { due: 'service' },
  birthdayMonth: { gift: 'promotion' },
};

const PLANS: Readonly<Record<ReadyKey, (parts: Parts) => Ready>> = {
  welcome: ({ letter }) => ({
    trigger: { kind: 'joined' },
    goal: { kind: 'order', leaves: false },
    steps: [after(1, 'hours'), letter('hello'), after(7, 'days'), unlessTheyBuy(7, [MORNING(), letter('second')])],
  }),
  afterPurchase: ({ letter, task }) => ({
    trigger: { kind: 'order', minAmount: 0 },
    again: { days: 30 },
    holdOutPercent: 0,
    steps: [after(1, 'days'), MORNING(), letter('thanks'), after(14, 'days'), task('ask', 3)],
  }),
  returnVisit: ({ letter }) => ({
    trigger: { kind: 'visit' },
    again: { days: 60 },
    goal: { kind: 'visit', leaves: true },
    steps: [after(21, 'days'), MORNING(), letter('again')],
  }),
  secondOrder: ({ letter }) => ({
    trigger: { kind: 'firstOrder' },
    goal: untilTheyBuy,
    steps: [after(14, 'days'), MORNING(), letter('nudge'), unlessTheyBuy(14, [MORNING(), letter('nudge')])],
  }),
  winBack: ({ letter, task }) => ({
    trigger: { kind: 'stage', to: ['sleeping', 'lost'] },
    again: { days: 180 },
    goal: untilTheyBuy,
    steps: [MORNING(), letter('miss'), unlessTheyBuy(14, [task('call', 5)])],
  }),
  pointsExpiring: ({ letter }) => ({
    trigger: { kind: 'daily', condition: { field: 'pointsExpiring', value: { days: 30, points: 100 } } },
    again: { days: 60 },
    goal: untilTheyBuy,
    steps: [MORNING(), letter('reminder')],
  }),
  tierEnding: ({ letter }) => ({
    trigger: { kind: 'daily', condition: { field: 'tierEnding', value: { days: 30 } } },
    again: { days: 90 },
    goal: untilTheyBuy,
    steps: [MORNING(), letter('reminder')],
  }),
  review: ({ letter }) => ({
    trigger: { kind: 'order', minAmount: 0 },
    again: { days: 90 },
    holdOutPercent: 0,
    steps: [after(7, 'days'), MORNING(), letter('ask')],
  }),
  serviceDue: ({ letter, task }) => ({
    trigger: { kind: 'date', field: '', days: 350 },
    again: 'always',
    holdOutPercent: 0,
    goal: untilTheyBuy,
    steps: [MORNING(), letter('due'), unlessTheyBuy(14, [task('call', 3)])],
  }),
  birthdayMonth: ({ letter }) => ({
    trigger: { kind: 'birthday', daysAhead: 14 },
    again: { days: 300 },
    goal: { kind: 'order', leaves: false },
    steps: [MORNING(), letter('gift')],
  }),
};

async function mailChannel(ctx: Ctx): Promise<string | null> {
  const row = await ctx.db
    .selectFrom('care_channels')
    .select('id')
    .where('workspace_id', '=', ctx.workspace.id)
    .where('kind', '=', 'email')
    .where('removed_at', 'is', null)
    .orderBy('created_at')
    .limit(1)
    .executeTakeFirst();
  return row?.id ?? null;
}

/** Made once: who begins the same ready journey again gets the words as the shop has them now. */
async function template(ctx: Ctx, key: ReadyKey, letter: string, purpose: Purpose): Promise<string> {
  const words = (tongue: (typeof tongues)[number], what: string) =>
    translate(tongue, `care:journey.ready.${key}.${letter}.${what}`);
  const name = words(ctx.workspace.language, 'name');
  const { rows } = await sql<{ id: string }>`
    select id from care_templates where workspace_id = ${ctx.workspace.id} and name = ${name} and channel = 'email'
      and purpose = ${purpose} and retired_at is null limit 1`.execute(ctx.db);
  if (rows[0]) return rows[0].id;
  const content: Content = Object.fromEntries(
    tongues.map((tongue) => [
      tongue,
      {
        subject: words(tongue, 'subject'),
        preheader: '',
        blocks: words(tongue, 'text')
          .split('\n\n')
          .map((text) => ({ kind: 'text' as const, text })),
      },
    ]),
  );
  return writeTemplate(ctx, { name, channel: 'email', purpose, content }, null);
}
