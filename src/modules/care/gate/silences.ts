import { sql, type RawBuilder, type SqlBool } from 'kysely';
import type { Ctx } from '../../../kernel/context.ts';

/** While it holds, the customer gets no promotion: an open complaint, a bereavement, a crisis. */
export interface Silence {
  key: string;
  /** The condition on the customer in `column`; asked of many at once. */
  holds(ctx: Pick<Ctx, 'workspace' | 'today'>, column: RawBuilder<unknown>): RawBuilder<SqlBool>;
}

const silences = new Map<string, Silence>();

/** Called once at start by the `module.ts` of the module that knows of it. */
export function registerSilence(silence: Silence): void {
  silences.set(silence.key, silence);
}

export function anySilence(ctx: Pick<Ctx, 'workspace' | 'today'>, column: RawBuilder<unknown>): RawBuilder<SqlBool> {
  const parts = [...silences.values()].map((one) => sql`(${one.holds(ctx, column)})`);
  return parts.length === 0 ? sql<SqlBool>`false` : sql<SqlBool>`(${sql.join(parts, sql` or `)})`;
}

/** What people said on the card itself. */
export const pauses: Silence = {
  key: 'pause',
  holds: (ctx, column) => sql<SqlBool>`exists (
    select 1 from care_pauses p where p.workspace_id = ${ctx.workspace.id} and p.customer_id = ${column}
      and (p.until is null or p.until >= ${ctx.today}))`,
};
