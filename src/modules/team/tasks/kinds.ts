import { sql, type SqlBool } from 'kysely';
import type { Ctx } from '../../../kernel/context.ts';
import { translate } from '../../../kernel/i18n/translate.ts';
import type { NotificationFacts, NotificationKind } from '../reminders/kinds.ts';

/** The title is looked up when it is read: a task may be renamed, or erased with its customer. */
async function withTitles(ctx: Ctx, facts: readonly NotificationFacts[]): Promise<Record<string, unknown>[]> {
  const ids = facts.map(({ params }) => String(params['taskId']));
  const rows = await ctx.db
    .selectFrom('tasks')
    .select(['id', 'title'])
    .where('workspace_id', '=', ctx.workspace.id)
    .where(sql<SqlBool>`id = any (${ids}::uuid[])`)
    .execute();
  const titles = new Map(rows.map(({ id, title }) => [id, title]));
  return facts.map(({ params }, n) => ({
    ...params,
    title: titles.get(ids[n] ?? '') ?? translate(ctx.locale, 'team:erasedTask'),
  }));
}

const ofTask = (kind: string, ways: { mail: boolean; push: boolean }): NotificationKind => {
  return { kind, module: 'team', ...ways, values: withTitles };
};

export const taskKinds: readonly NotificationKind[] = [
  ofTask('reminder', { mail: true, push: true }),
  ofTask('assigned', { mail: true, push: true }),
  ofTask('done', { mail: false, push: false }),
  ofTask('commented', { mail: false, push: true }),
  ofTask('mentioned_in_task', { mail: true, push: true }),
];

export const noteKind: NotificationKind = { kind: 'mentioned', module: 'team', mail: true, push: true };
