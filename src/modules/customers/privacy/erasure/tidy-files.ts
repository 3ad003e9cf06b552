import { sql } from 'kysely';
import type { Ctx } from '../../../../kernel/context.ts';
import { emit } from '../../../../kernel/outbox.ts';
import { forgetReadFiles } from '../../../transfer/index.ts';
import { customersErased } from './contract.ts';

/** A file that came after somebody was erased may name them again: where anybody was, no file stays once it is read. */
export async function tidyFiles(ctx: Ctx): Promise<void> {
  const { rows } = await sql<{ any: boolean }>`
    select exists (select from customer_tombstones where workspace_id = ${ctx.workspace.id}) as any`.execute(ctx.db);
  if (!rows[0]?.any) return;
  const fileIds = await forgetReadFiles(ctx);
  if (fileIds.length > 0) await emit(ctx, customersErased, { customerIds: [], fileIds, marks: [] });
}
