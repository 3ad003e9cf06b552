import { sql } from 'kysely';
import { recordAudit } from '../../kernel/audit.ts';
import type { Ctx } from '../../kernel/context.ts';
import { refusals } from '../../kernel/errors.ts';
import { customerErrors, type CustomerFile, type FileById } from './contract.ts';
import { authorId } from './notes.ts';
import { customerSeen, customerToChange } from './reach.ts';

const refuse = refusals(customerErrors);

export interface FileRow {
  file_id: string;
  by_id: string | null;
  by_name: string;
  at: Date;
  name: string;
  media_type: string;
  bytes: bigint;
}

export async function listFiles(ctx: Ctx, asked: { id: string }): Promise<{ items: CustomerFile[] }> {
  const { id } = await customerSeen(ctx, asked.id);
  const rows = await filesOf(ctx, id, null);
  return { items: rows.map((row) => presentFile(ctx, row)) };
}

export async function fileSeen(ctx: Ctx, customerId: string, fileId: string): Promise<FileRow> {
  const { id } = await customerSeen(ctx, customerId);
  const [row] = await filesOf(ctx, id, fileId);
  if (!row) throw refuse('CUSTOMER_FILE_NOT_FOUND');
  return row;
}

export interface ArrivedFile {
  id: string;
  name: string;
  mediaType: string;
  bytes: number;
  sha256: Buffer;
}

/** Puts a file that has arrived on the card. */
export async function addFile(ctx: Ctx, id: string, file: ArrivedFile): Promise<CustomerFile> {
  const { id: customerId } = await customerToChange(ctx, id, 'customers.edit');
  await ctx.db
    .insertInto('files')
    .values({
      workspace_id: ctx.workspace.id,
      id: file.id,
      name: file.name,
      media_type: file.mediaType,
      bytes: BigInt(file.bytes),
      sha256: file.sha256,
      created_by: authorId(ctx),
      created_at: ctx.now,
    })
    .execute();
  await ctx.db
    .insertInto('customer_files')
    .values({
      workspace_id: ctx.workspace.id,
      file_id: file.id,
      customer_id: customerId,
      by_id: authorId(ctx),
      by_name: ctx.actor.name,
      at: ctx.now,
    })
    .execute();
  const [row] = await filesOf(ctx, customerId, file.id);
  if (!row) throw refuse('CUSTOMER_FILE_NOT_FOUND');
  return presentFile(ctx, row);
}

/** Off the card; the bytes stay until the nightly tidying of files that nothing names. */
export async function removeFile(ctx: Ctx, { id, fileId }: FileById): Promise<{ ok: true }> {
  await customerToChange(ctx, id, 'customers.edit');
  const row = await fileSeen(ctx, id, fileId);
  for (const table of ['customer_files', 'files'] as const) {
    const key = table === 'files' ? 'id' : 'file_id';
    await sql`delete from ${sql.table(table)} where workspace_id = ${ctx.workspace.id} and ${sql.ref(key)} = ${fileId}`.execute(
      ctx.db,
    );
  }
  await recordAudit(ctx, {
    action: 'customer.file_removed',
    entity: 'customer',
    entityId: id,
    detail: { file: row.name },
  });
  return { ok: true };
}

export function presentFile(ctx: Ctx, row: FileRow): CustomerFile {
  return {
    id: row.file_id,
    name: row.name,
    mediaType: row.media_type,
    bytes: Number(row.bytes),
    by: row.by_name,
    at: row.at.toISOString(),
    mine: row.by_id !== null && row.by_id === authorId(ctx),
  };
}

async function filesOf(ctx: Ctx, customerId: string, fileId: string | null): Promise<FileRow[]> {
  const { rows } = await sql<FileRow>`
    select c.file_id, c.by_id, c.by_name, c.at, f.name, f.media_type, f.bytes
    from customer_files c join files f on f.workspace_id = c.workspace_id and f.id = c.file_id
    where c.workspace_id = ${ctx.workspace.id} and c.customer_id = ${customerId}
      ${fileId === null ? sql`` : sql`and c.file_id = ${fileId}`}
    order by c.at desc, c.file_id desc limit 200`.execute(ctx.db);
  return rows;
}
