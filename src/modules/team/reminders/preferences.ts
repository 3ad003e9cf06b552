import { sql, type SqlBool } from 'kysely';
import type { Ctx } from '../../../kernel/context.ts';
import { refusals, refuse as refuseCommon } from '../../../kernel/errors.ts';
import { translate } from '../../../kernel/i18n/translate.ts';
import { premises } from '../../workspaces/index.ts';
import { reminderErrors, type Preferences } from './contract.ts';
import { devicesOf } from './devices.ts';
import { notificationKinds, type NotificationKind } from './kinds.ts';

const refuse = refusals(reminderErrors);

interface Chosen {
  mail: boolean;
  push: boolean;
  workingHoursOnly: boolean;
}

type KindChoices = Record<string, { mail: boolean; push: boolean }>;

/** What each of these members wants of a kind. */
export async function choicesOf(
  ctx: Ctx,
  memberIds: readonly string[],
): Promise<(memberId: string, kind: NotificationKind) => Chosen> {
  const rows = await ctx.db
    .selectFrom('notification_preferences')
    .select(['member_id', 'kinds', 'working_hours_only'])
    .where('workspace_id', '=', ctx.workspace.id)
    .where(sql<SqlBool>`member_id = any (${[...memberIds]}::uuid[])`)
    .execute();
  const byMember = new Map(rows.map((row) => [row.member_id, row]));
  return (memberId, kind) => {
    const row = byMember.get(memberId);
    const own = (row?.kinds as KindChoices | undefined)?.[kind.kind];
    return {
      mail: own?.mail ?? kind.mail,
      push: own?.push ?? kind.push,
      workingHoursOnly: row?.working_hours_only ?? true,
    };
  };
}

export async function readPreferences(ctx: Ctx): Promise<Preferences> {
  const [row, devices] = await Promise.all([rowOf(ctx), devicesOf(ctx)]);
  const chosen = (row?.kinds ?? {}) as KindChoices;
  return {
    kinds: notificationKinds().map(({ kind, module, mail, push }) => ({
      kind,
      title: translate(ctx.locale, `${module}:notificationKinds.${kind}`),
      mail: chosen[kind]?.mail ?? mail,
      push: chosen[kind]?.push ?? push,
    })),
    workingHoursOnly: row?.working_hours_only ?? true,
    mailPossible: premises().mail.configured,
    devices,
    version: row?.version ?? 0,
  };
}

export async function changePreferences(
  ctx: Ctx,
  given: {
    kinds?: { kind: string; mail: boolean; push: boolean }[] | undefined;
    workingHoursOnly?: boolean | undefined;
    version: number;
  },
): Promise<Preferences> {
  const { memberId } = ctx.actor;
  if (memberId === null) throw refuse('NOTIFICATIONS_NOBODY');
  const before = await rowOf(ctx);
  const known = new Set(notificationKinds().map(({ kind }) => kind));
  const wanted = (given.kinds ?? []).filter(({ kind }) => known.has(kind));
  const kinds = {
    ...(before?.kinds as KindChoices | undefined),
    ...Object.fromEntries(wanted.map(({ kind, mail, push }) => [kind, { mail, push }])),
  };
  const row = {
    kinds: JSON.stringify(kinds),
    working_hours_only: given.workingHoursOnly ?? before?.working_hours_only ?? true,
    version: given.version + 1,
  };
  const saved = await ctx.db
    .insertInto('notification_preferences')
    .values({ workspace_id: ctx.workspace.id, member_id: memberId, ...row })
    .onConflict((conflict) =>
      conflict
        .columns(['workspace_id', 'member_id'])
        .doUpdateSet(row)
        .where('notification_preferences.version', '=', given.version),
    )
    .returning('version')
    .executeTakeFirst();
  if ((before?.version ?? 0) !== given.version || !saved)
    throw refuseCommon('STALE', { current: await readPreferences(ctx) });
  return readPreferences(ctx);
}

function rowOf(ctx: Ctx) {
  return ctx.db
    .selectFrom('notification_preferences')
    .select(['kinds', 'working_hours_only', 'version'])
    .where('workspace_id', '=', ctx.workspace.id)
    .where('member_id', '=', ctx.actor.memberId)
    .executeTakeFirst();
}
