import type { Selectable } from 'kysely';
import { recordAudit } from '../../../kernel/audit.ts';
import type { Ctx } from '../../../kernel/context.ts';
import type { CareTemplates } from '../../../kernel/db/tables.ts';
import { refusals, refuse as refuseCommon } from '../../../kernel/errors.ts';
import { newId } from '../../../kernel/ids.ts';
import { careErrors } from '../errors-contract.ts';
import { isTemplateInUse } from '../in-use.ts';
import { tongues, type Purpose, type Tongue } from '../shapes-contract.ts';
import { admitContent } from './admit-content.ts';
import type { Content, OpenedTemplate, Template, TemplateChannel } from './contract.ts';

const refuse = refusals(careErrors);

export type TemplateRow = Selectable<CareTemplates>;

export async function listTemplates(
  ctx: Ctx,
  { channel, purpose }: { channel?: TemplateChannel | undefined; purpose?: Purpose | undefined },
): Promise<{ items: Template[] }> {
  const rows = await ctx.db
    .selectFrom('care_templates as t')
    .innerJoin('care_template_versions as v', (join) =>
      join
        .onRef('v.workspace_id', '=', 't.workspace_id')
        .onRef('v.template_id', '=', 't.id')
        .onRef('v.version', '=', 't.version'),
    )
    .selectAll('t')
    .select('v.content')
    .where('t.workspace_id', '=', ctx.workspace.id)
    .where('t.retired_at', 'is', null)
    .$if(channel !== undefined, (query) => query.where('t.channel', '=', channel!))
    .$if(purpose !== undefined, (query) => query.where('t.purpose', '=', purpose!))
    .orderBy('t.name')
    .orderBy('t.id')
    .limit(500)
    .execute();
  return { items: rows.map((row) => presentTemplate(row, row.content as unknown as Content)) };
}

export async function readTemplate(
  ctx: Ctx,
  { id, version }: { id: string; version?: number | undefined },
): Promise<OpenedTemplate> {
  const row = await templateOf(ctx, id);
  const versions = await ctx.db
    .selectFrom('care_template_versions')
    .select(['version', 'at', 'by_name', 'content'])
    .where('workspace_id', '=', ctx.workspace.id)
    .where('template_id', '=', id)
    .orderBy('version', 'desc')
    .limit(50)
    .execute();
  const shown = versions.find((one) => one.version === (version ?? row.version));
  if (!shown) throw refuse('TEMPLATE_NOT_FOUND');
  const content = shown.content as unknown as Content;
  return {
    ...presentTemplate(row, content),
    content,
    versions: versions.map(({ version: n, at, by_name: by }) => ({ version: n, at: at.toISOString(), by })),
  };
}

interface TemplateGiven {
  name: string;
  channel: TemplateChannel;
  purpose: Purpose;
  content: Content;
}

export async function createTemplate(ctx: Ctx, given: TemplateGiven): Promise<OpenedTemplate> {
  const id = await writeTemplate(ctx, given, null);
  return readTemplate(ctx, { id });
}

export async function writeTemplate(
  ctx: Ctx,
  { name, channel, purpose, content }: TemplateGiven,
  changeSetId: string | null,
): Promise<string> {
  const id = newId();
  const admitted = admitContent(channel, content);
  await ctx.db
    .insertInto('care_templates')
    .values({
      workspace_id: ctx.workspace.id,
      id,
      name,
      channel,
      purpose,
      changed_at: ctx.now,
      changed_by_name: ctx.actor.name,
      change_set_id: changeSetId,
    })
    .execute();
  await addVersion(ctx, id, 1, admitted);
  await recordAudit(ctx, { action: 'template.created', entity: 'template', entityId: id, detail: { name } });
  return id;
}

type TemplateChange = { id: string; version?: number | undefined } & {
  [Key in 'name' | 'purpose' | 'content']?: TemplateGiven[Key] | undefined;
};

export async function changeTemplate(
  ctx: Ctx,
  { id, version, name, purpose, content }: TemplateChange,
): Promise<OpenedTemplate> {
  const before = await templateOf(ctx, id, true);
  const expected = version ?? ctx.request.ifMatch;
  if (expected !== null && expected !== before.version)
    throw refuseCommon('STALE', { current: await readTemplate(ctx, { id }) });
  const { content: kept } = await readTemplate(ctx, { id });
  await addVersion(
    ctx,
    id,
    before.version + 1,
    content ? admitContent(before.channel as TemplateChannel, content) : kept,
  );
  await ctx.db
    .updateTable('care_templates')
    .set({
      ...(name === undefined ? {} : { name }),
      ...(purpose === undefined ? {} : { purpose }),
      version: before.version + 1,
      changed_at: ctx.now,
      changed_by_name: ctx.actor.name,
    })
    .where('workspace_id', '=', ctx.workspace.id)
    .where('id', '=', id)
    .execute();
  await recordAudit(ctx, {
    action: 'template.changed',
    entity: 'template',
    entityId: id,
    detail: { version: before.version + 1 },
  });
  return readTemplate(ctx, { id });
}

export async function retireTemplate(ctx: Ctx, { id }: { id: string }): Promise<{ ok: true }> {
  await templateOf(ctx, id, true);
  if (await isTemplateInUse(ctx, id)) throw refuse('TEMPLATE_IN_USE');
  await ctx.db
    .updateTable('care_templates')
    .set({ retired_at: ctx.now })
    .where('workspace_id', '=', ctx.workspace.id)
    .where('id', '=', id)
    .execute();
  await recordAudit(ctx, { action: 'template.retired', entity: 'template', entityId: id });
  return { ok: true };
}

export async function templateOf(ctx: Ctx, id: string, lock = false): Promise<TemplateRow> {
  const row = await ctx.db
    .selectFrom('care_templates')
    .selectAll()
    .where('workspace_id', '=', ctx.workspace.id)
    .where('id', '=', id)
    .where('retired_at', 'is', null)
    .$if(lock, (query) => query.forUpdate())
    .executeTakeFirst();
  if (!row) throw refuse('TEMPLATE_NOT_FOUND');
  return row;
}

async function addVersion(ctx: Ctx, id: string, version: number, content: Content): Promise<void> {
  await ctx.db
    .insertInto('care_template_versions')
    .values({
      workspace_id: ctx.workspace.id,
      template_id: id,
      version,
      content: JSON.stringify(content),
      at: ctx.now,
      by_name: ctx.actor.name,
    })
    .execute();
}

function presentTemplate(row: TemplateRow, content: Content): Template {
  return {
    id: row.id,
    name: row.name,
    channel: row.channel as TemplateChannel,
    purpose: row.purpose as Purpose,
    tongues: tongues.filter((one) => content[one] !== undefined) satisfies Tongue[],
    version: row.version,
    changedAt: row.changed_at.toISOString(),
    changedBy: row.changed_by_name,
  };
}
