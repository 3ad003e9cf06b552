import { sql } from 'kysely';
import { z } from 'zod';
import { goodsBreakKinds } from './product-rhythm/rules/goods-breaks.ts';
import { andWithin, windowMoves, windowShape, type ConditionKind } from '../segments/index.ts';

const kinds = ['late', 'amount_down', 'slowing', ...goodsBreakKinds] as const;
const states = ['open', 'settled'] as const;

const shape = z
  .object({
    kinds: z.array(z.enum(kinds)).min(1).optional(),
    state: z.enum(states).optional(),
    /** The days on which it was raised. */
    within: windowShape.optional(),
  })
  .strict();
type Alerts = z.infer<typeof shape>;

/** That a customer's rhythm or habits broke: for segments. Alerts that are quietly held back are in none. */
export const alertCondition: ConditionKind<Alerts> = {
  key: 'alert',
  title: 'retention:condition.title',
  group: 'watch',
  permission: 'retention.read',
  shape,
  parts: [
    {
      key: 'kinds',
      title: 'retention:condition.kinds',
      input: 'choices',
      options: kinds.map((key) => ({ key, title: `retention:condition.kind.${key}` })),
    },
    {
      key: 'state',
      title: 'retention:condition.state',
      input: 'choice',
      options: states.map((key) => ({ key, title: `retention:condition.states.${key}` })),
    },
    { key: 'within', title: 'retention:condition.within', input: 'days' },
  ],
  reads: ['retention_alerts'],
  moves: ({ within }) => windowMoves(within),
  sql: (ctx, { kinds: wanted, state, within }) => sql`exists (
    select 1 from retention_alerts a where a.workspace_id = ${ctx.workspace.id} and a.customer_id = customers.id
      and a.withheld_until is null
      ${wanted ? sql`and a.kind = any (${wanted}::text[])` : sql``}
      ${state ? (state === 'open' ? sql`and a.settled_on is null` : sql`and a.settled_on is not null`) : sql``}
      ${andWithin(ctx, sql.ref('a.raised_on'), within)})`,
  say(words, { kinds: wanted, state, within }, not) {
    const kindsInWords = words.list((wanted ?? []).map((one) => words.t(`retention:condition.kind.${one}`)));
    return words.t(`retention:condition.${not ? 'sayNot' : 'say'}`, {
      when: within ? words.days(within) : '',
      state: words.t(`retention:condition.saidState.${state ?? 'any'}`),
      what: wanted ? words.t('retention:condition.of', { kinds: kindsInWords }) : '',
    });
  },
};
