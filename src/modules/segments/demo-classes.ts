import { sql } from 'kysely';
import demo from '../../../kits/retail/classes.json' with { type: 'json' };
import type { Ctx } from '../../kernel/context.ts';
import { emit } from '../../kernel/outbox.ts';
import { demoShopThere, type Undo } from '../transfer/index.ts';
import { divisionWanted, type SettingsChange } from './contract.ts';
import { judgeClass } from './fit/fit.ts';
import { makeScheme } from './schemes/own.ts';
import { changeSettings } from './schemes/settings.ts';
import type { OwnAxes } from './rules/schemes.ts';

/** The demo shop has words of its own for its best, a way of dividing of its own, and has chosen whom it wants. Once. */
export async function keepDemoClasses(ctx: Ctx): Promise<void> {
  const changeSetId = await demoShopThere(ctx, 'orders');
  if (changeSetId === null || (await anySet(ctx))) return;
  for (const change of demo.settings) {
    await changeSettings(ctx, { ...(change as Omit<SettingsChange, 'version'>), version: 0 }, changeSetId);
  }
  await makeScheme(ctx, demo.own as typeof demo.own & OwnAxes, changeSetId);
  for (const judged of demo.fits) await judgeClass(ctx, { ...judged, version: 0 }, changeSetId);
}

/** What somebody has changed since stays, as everywhere. */
export const undoClasses: Undo = {
  entity: 'classes',
  order: 7,
  async undo(ctx, changeSetId) {
    let reversed = 0;
    for (const table of ['class_settings', 'class_fits', 'class_schemes'] as const) {
      const key = sql.ref(table === 'class_schemes' ? 'key' : 'scheme');
      const { rows } = await sql<{ scheme: string }>`
        delete from ${sql.table(table)}
        where workspace_id = ${ctx.workspace.id} and change_set_id = ${changeSetId} and version = 1
        returning ${key} as scheme`.execute(ctx.db);
      reversed += rows.length;
      if (table === 'class_fits') continue;
      for (const { scheme } of rows) await emit(ctx, divisionWanted, { scheme });
    }
    return { reversed, kept: [], failed: [] };
  },
};

/** A shop that has set anything itself is left as it is. */
async function anySet(ctx: Ctx): Promise<boolean> {
  const { rows } = await sql`
    select from class_settings where workspace_id = ${ctx.workspace.id}
    union all select from class_schemes where workspace_id = ${ctx.workspace.id}
    union all select from class_fits where workspace_id = ${ctx.workspace.id} limit 1`.execute(ctx.db);
  return rows.length > 0;
}
