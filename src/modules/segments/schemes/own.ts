import { recordAudit } from '../../../kernel/audit.ts';
import type { Ctx } from '../../../kernel/context.ts';
import { refuse } from '../../../kernel/errors.ts';
import { newId } from '../../../kernel/ids.ts';
import { translate } from '../../../kernel/i18n/translate.ts';
import { emit } from '../../../kernel/outbox.ts';
import { sql } from 'kysely';
import { divisionWanted, type Listed } from '../contract.ts';
import { aboutScheme, nameOfScheme } from '../playbooks/words.ts';
import { ownScheme, type OwnAxes, type Scheme } from '../rules/schemes.ts';
import { knownScheme, knownSchemes, type KnownScheme } from './known.ts';

/** Each is worked out every night; more than these nobody looks at. */
const MOST = 8;

export async function listSchemes(ctx: Ctx): Promise<{ items: Listed[] }> {
  return { items: (await knownSchemes(ctx)).map((known) => presentScheme(ctx, known)) };
}

interface NewScheme extends OwnAxes {
  name: string;
  names?: Record<string, string | null> | undefined;
}

export async function makeScheme(ctx: Ctx, wanted: NewScheme, changeSetId: string | null = null): Promise<Listed> {
  const { name, names, across, acrossLevels, up, upLevels } = wanted;
  if (across === up) throw wrong(ctx, 'up', 'sameMeasure');
  await sql`select pg_advisory_xact_lock(hashtextextended(${`class schemes ${ctx.workspace.id}`}, 0))`.execute(ctx.db);
  const own = (await knownSchemes(ctx)).filter(({ scheme }) => scheme.own);
  if (own.length >= MOST) throw wrong(ctx, 'name', 'tooManySchemes');
  if (own.some(({ scheme }) => scheme.own?.name === name)) throw wrong(ctx, 'name', 'schemeNamed');
  const key = `own-${newId().slice(-12)}`;
  const axes = { across, acrossLevels, up, upLevels };
  const kept = namesWith(ctx, ownScheme(key, axes, { name, names: {}, version: 1 }), names);
  await ctx.db
    .insertInto('class_schemes')
    .values({
      workspace_id: ctx.workspace.id,
      key,
      name,
      across,
      across_levels: acrossLevels,
      up,
      up_levels: upLevels,
      names: JSON.stringify(kept),
      change_set_id: changeSetId,
    })
    .execute();
  await recordAudit(ctx, { action: 'class_scheme.made', entity: 'class_scheme', detail: { scheme: key, name } });
  await emit(ctx, divisionWanted, { scheme: key });
  return presentScheme(ctx, await ownNamed(ctx, key));
}

interface Renamed {
  scheme: string;
  name: string;
  names?: Record<string, string | null> | undefined;
  version: number;
}

export async function renameScheme(ctx: Ctx, { scheme: key, name, names, version }: Renamed): Promise<Listed> {
  const { scheme } = await ownNamed(ctx, key);
  const others = (await knownSchemes(ctx)).filter(({ scheme: other }) => other.own && other.key !== key);
  if (others.some(({ scheme: other }) => other.own?.name === name)) throw wrong(ctx, 'name', 'schemeNamed');
  const saved = await ctx.db
    .updateTable('class_schemes')
    .set({ name, names: JSON.stringify(namesWith(ctx, scheme, names)), version: version + 1 })
    .where('workspace_id', '=', ctx.workspace.id)
    .where('key', '=', key)
    .where('version', '=', version)
    .executeTakeFirst();
  if (saved.numUpdatedRows === 0n) throw refuse('STALE', { current: scheme.own });
  await recordAudit(ctx, { action: 'class_scheme.renamed', entity: 'class_scheme', detail: { scheme: key, name } });
  return presentScheme(ctx, await ownNamed(ctx, key));
}

/** Who was in which class goes with it, soon after the answer; what moved stays written. */
export async function removeScheme(ctx: Ctx, { scheme: key }: { scheme: string }): Promise<{ ok: true }> {
  const { scheme } = await ownNamed(ctx, key);
  await ctx.db
    .deleteFrom('class_schemes')
    .where('workspace_id', '=', ctx.workspace.id)
    .where('key', '=', key)
    .execute();
  for (const table of ['class_settings', 'class_fits'] as const) {
    await ctx.db.deleteFrom(table).where('workspace_id', '=', ctx.workspace.id).where('scheme', '=', key).execute();
  }
  const detail = { scheme: key, name: scheme.own?.name ?? '' };
  await recordAudit(ctx, { action: 'class_scheme.removed', entity: 'class_scheme', detail });
  await emit(ctx, divisionWanted, { scheme: key });
  return { ok: true };
}

/** A built-in scheme is none of one's own. */
async function ownNamed(ctx: Ctx, key: string): Promise<KnownScheme> {
  const known = await knownScheme(ctx, key);
  if (!known?.scheme.own) throw refuse('NOT_FOUND');
  return known;
}

function namesWith(
  ctx: Ctx,
  { own, classes }: Scheme,
  changes: Record<string, string | null> | undefined,
): Record<string, string> {
  const names = new Map(Object.entries(own?.names ?? {}));
  for (const [key, name] of Object.entries(changes ?? {})) {
    if (!classes.includes(key)) throw wrong(ctx, `names.${key.slice(0, 40)}`, 'unknownClass');
    if (name) names.set(key, name);
    else names.delete(key);
  }
  return Object.fromEntries(names);
}

function presentScheme(ctx: Ctx, { scheme, settings }: KnownScheme): Listed {
  return {
    scheme: scheme.key,
    name: nameOfScheme(ctx, scheme),
    about: aboutScheme(ctx, scheme),
    active: settings.active,
    own: scheme.own !== null,
  };
}

function wrong(ctx: Ctx, path: string, problem: string) {
  return refuse('BAD_INPUT', { path, problem: translate(ctx.locale, `segments:problems.${problem}`) });
}
