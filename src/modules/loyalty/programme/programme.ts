import { addDays } from '../../../maths/calendar.ts';
import { parseMoney } from '../../../maths/money.ts';
import { recordAudit } from '../../../kernel/audit.ts';
import type { Ctx } from '../../../kernel/context.ts';
import { refusals, refuse as refuseCommon } from '../../../kernel/errors.ts';
import { newId } from '../../../kernel/ids.ts';
import { emit } from '../../../kernel/outbox.ts';
import { programmePublished } from '../events.ts';
import {
  programmeErrors,
  programmeRules,
  type GivenRules,
  type ProgrammeRules,
  type ProgrammeView,
} from './contract.ts';
import { suggestedRules } from './suggestion.ts';

const refuse = refusals(programmeErrors);

/** A published version with its amounts in minor units of the base currency. */
export interface Version {
  id: string;
  no: number;
  fromDay: string;
  rules: ProgrammeRules;
  perMinor: bigint;
  minimumMinor: bigint;
  worthMinor: bigint;
}

/** Oldest first. */
export async function publishedVersions(ctx: Ctx): Promise<Version[]> {
  const rows = await rowsOf(ctx).where('published_at', 'is not', null).orderBy('no').execute();
  return rows.map(({ id, no, from_day: fromDay, rules }) =>
    versionOf(ctx, { id, no: no as number, fromDay: fromDay as string, rules: rules as unknown as ProgrammeRules }),
  );
}

export function versionOf(ctx: Ctx, given: Pick<Version, 'id' | 'no' | 'fromDay' | 'rules'>): Version {
  const minor = (amount: string) => minorOf(ctx, amount) ?? 0n;
  const { earn, redeem } = given.rules;
  return {
    ...given,
    perMinor: minor(earn.per),
    minimumMinor: minor(earn.minimum),
    worthMinor: minor(redeem.worth),
  };
}

/** The version that counts on a day; orders before the first one's day earn nothing. */
export function versionOn(versions: readonly Version[], day: string): Version | null {
  return versions.findLast(({ fromDay }) => fromDay <= day) ?? null;
}

export async function currentVersion(ctx: Ctx): Promise<Version | null> {
  return versionOn(await publishedVersions(ctx), ctx.today);
}

export async function readProgramme(ctx: Ctx) {
  const rows = await rowsOf(ctx).orderBy('no', 'desc').execute();
  const published = rows.filter(({ no }) => no !== null).map(present);
  const draft = rows.find(({ no }) => no === null);
  const current = published.find(({ fromDay }) => (fromDay as string) <= ctx.today) ?? published.at(-1) ?? null;
  return {
    current,
    draft: draft ? present(draft) : null,
    earlier: published.filter((one) => one !== current),
    suggestion: programmeRules.parse(suggestedRules(ctx)),
  };
}

export async function writeDraft(
  ctx: Ctx,
  { rules, version }: { rules: ProgrammeRules; version?: number | undefined },
): Promise<ProgrammeView> {
  refuseUnfitRules(ctx, rules);
  const before = await draftOf(ctx);
  if (before && version !== undefined && version !== before.version) {
    throw refuseCommon('STALE', { current: present(before) });
  }
  const row = { rules: JSON.stringify(rules), version: (before?.version ?? 0) + 1 };
  if (before) {
    await ctx.db
      .updateTable('loyalty_programmes')
      .set(row)
      .where('workspace_id', '=', ctx.workspace.id)
      .where('id', '=', before.id)
      .execute();
  } else {
    await ctx.db
      .insertInto('loyalty_programmes')
      .values({
        workspace_id: ctx.workspace.id,
        id: newId(),
        ...row,
        created_by_name: ctx.actor.name,
        created_at: ctx.now,
      })
      .execute();
  }
  await recordAudit(ctx, { action: 'loyalty_programme.drafted', entity: 'loyalty_programme' });
  return present(await draftToChange(ctx));
}

export async function discardDraft(ctx: Ctx): Promise<{ ok: true }> {
  const draft = await draftToChange(ctx);
  await ctx.db
    .deleteFrom('loyalty_programmes')
    .where('workspace_id', '=', ctx.workspace.id)
    .where('id', '=', draft.id)
    .execute();
  await recordAudit(ctx, { action: 'loyalty_programme.discarded', entity: 'loyalty_programme', entityId: draft.id });
  return { ok: true };
}

/** From then on the draft is a version that nothing changes. A first version may reach back, later ones begin today or later. */
export async function publishDraft(
  ctx: Ctx,
  { fromDay = ctx.today, version }: { fromDay?: string | undefined; version: number },
): Promise<ProgrammeView> {
  const draft = await draftToChange(ctx);
  if (draft.version !== version) throw refuseCommon('STALE', { current: present(draft) });
  const last = (await publishedVersions(ctx)).at(-1);
  const earliest = last ? laterOf(addDays(last.fromDay, 1), ctx.today) : addDays(ctx.today, -REACHES_BACK);
  if (fromDay < earliest) throw refuse('PROGRAMME_START_TOO_EARLY', { path: 'fromDay', earliest });
  const row = await ctx.db
    .updateTable('loyalty_programmes')
    .set({
      no: (last?.no ?? 0) + 1,
      from_day: fromDay,
      published_at: ctx.now,
      published_by_name: ctx.actor.name,
      version: draft.version + 1,
    })
    .where('workspace_id', '=', ctx.workspace.id)
    .where('id', '=', draft.id)
    .returningAll()
    .executeTakeFirstOrThrow();
  await recordAudit(ctx, { action: 'loyalty_programme.published', entity: 'loyalty_programme', entityId: draft.id });
  await emit(ctx, programmePublished, {});
  return present(row);
}

/** Days that a first programme may reach back: members then begin with the points of that time. */
const REACHES_BACK = 366;

export function minorOf(ctx: Ctx, amount: string): bigint | null {
  const minor = parseMoney(amount, ctx.workspace.baseCurrency);
  return minor.ok ? minor.value : null;
}

export function levelNamed(version: Version | null, tier: string | null) {
  return version?.rules.tiers.levels.find(({ key }) => key === tier) ?? null;
}

/** The tier that counts at the till: who has none yet stands in the first. */
export function levelAtTill(version: Version | null, tier: string | null) {
  return levelNamed(version, tier) ?? version?.rules.tiers.levels[0] ?? null;
}

/** Amounts that the currency knows, and tiers one above the other. */
export function refuseUnfitRules(ctx: Ctx, { earn, redeem, tiers }: ProgrammeRules): void {
  const check = (path: string, amount: string) => {
    if (minorOf(ctx, amount) === null) {
      throw refuse('PROGRAMME_AMOUNT_UNFIT', { path, amount, currency: ctx.workspace.baseCurrency });
    }
  };
  check('rules.earn.per', earn.per);
  check('rules.earn.minimum', earn.minimum);
  check('rules.redeem.worth', redeem.worth);
  if (earn.points > 0 && minorOf(ctx, earn.per) === 0n) {
    throw refuse('PROGRAMME_AMOUNT_UNFIT', {
      path: 'rules.earn.per',
      amount: earn.per,
      currency: ctx.workspace.baseCurrency,
    });
  }
  const keys = new Set(tiers.levels.map(({ key }) => key));
  tiers.levels.forEach((level, n) => {
    const path = `rules.tiers.levels.${n}.from`;
    const from = tiers.by === 'spend' ? minorOf(ctx, level.from) : /^\d+(\.0+)?$/.test(level.from) ? 0n : null;
    if (from === null)
      throw refuse('PROGRAMME_AMOUNT_UNFIT', { path, amount: level.from, currency: ctx.workspace.baseCurrency });
    if (level.discount) check(`rules.tiers.levels.${n}.discount.from`, level.discount.from);
    if (level.quantity?.most) check(`rules.tiers.levels.${n}.quantity.most`, level.quantity.most);
    if (level.credit) check(`rules.tiers.levels.${n}.credit.limit`, level.credit.limit);
    const before = tiers.levels[n - 1];
    const ascends = before ? Number(level.from) > Number(before.from) : Number(level.from) === 0;
    if (!ascends || keys.size !== tiers.levels.length) throw refuse('PROGRAMME_TIERS_UNFIT', { path });
  });
}

type Row = Awaited<ReturnType<typeof draftToChange>>;

function rowsOf(ctx: Ctx) {
  return ctx.db.selectFrom('loyalty_programmes').selectAll().where('workspace_id', '=', ctx.workspace.id);
}

function draftOf(ctx: Ctx) {
  return rowsOf(ctx).where('published_at', 'is', null).forUpdate().executeTakeFirst();
}

async function draftToChange(ctx: Ctx) {
  const draft = await draftOf(ctx);
  if (!draft) throw refuse('PROGRAMME_DRAFT_MISSING');
  return draft;
}

function laterOf(a: string, b: string): string {
  return a > b ? a : b;
}

function present(row: Row): ProgrammeView {
  return {
    no: row.no,
    // Rules of an earlier day may lack what came since.
    rules: programmeRules.parse(row.rules as unknown as GivenRules),
    fromDay: row.from_day,
    publishedAt: row.published_at?.toISOString() ?? null,
    publishedBy: row.published_by_name,
    version: row.version,
  };
}
