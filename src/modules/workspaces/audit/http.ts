import { Readable } from 'node:stream';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { recordAudit } from '../../../kernel/audit.ts';
import { command, query } from '../../../kernel/enter.ts';
import { refuse } from '../../../kernel/errors.ts';
import { csvCell } from '../../../kernel/files/harmless-cell.ts';
import type { House } from '../../../kernel/house.ts';
import { admit, API } from '../../../kernel/http/routes.ts';
import { auditFilter, type AuditFilter } from './contract.ts';
import { auditRows, placeOf } from './read-audit.ts';

const PAGE = 1_000;
type Row = Awaited<ReturnType<typeof auditRows>>[number];

/** The log as a file, with all that others need to check the chain by themselves. */
export function auditFiles(app: FastifyInstance, house: House): void {
  app.get(`${API}/audit/export`, async (request, reply) => {
    admit(request.entry, 'audit.read');
    const { format, filter } = wanted(request);
    const day = await command(house.database, request.entry, async (ctx) => {
      await recordAudit(ctx, { action: 'audit.exported', entity: 'audit', detail: { format, ...filter } });
      return ctx.today;
    });
    const pages = pagesOf(house, request, filter);
    return reply
      .header('content-type', format === 'csv' ? 'text/csv; charset=utf-8' : 'application/json; charset=utf-8')
      .header('content-disposition', `attachment; filename="audit-${day}.${format}"`)
      .header('cache-control', 'private, no-store')
      .send(Readable.from(format === 'csv' ? csvText(pages) : jsonText(pages), { objectMode: false }));
  });
}

function wanted(request: FastifyRequest): { format: 'csv' | 'json'; filter: AuditFilter } {
  const { format = 'csv', workspace: _workspace, ...rest } = request.query as Record<string, string>;
  if (format !== 'csv' && format !== 'json') throw refuse('BAD_INPUT', { path: 'format', problem: 'csv, json' });
  const filter = auditFilter.strict().safeParse(rest);
  if (filter.success) return { format, filter: filter.data };
  const [problem] = filter.error.issues;
  throw refuse('BAD_INPUT', { path: problem?.path.join('.') ?? '', problem: problem?.message ?? '' });
}

/** Newest first; what is written meanwhile comes before the first page and is not waited for. */
async function* pagesOf(house: House, request: FastifyRequest, filter: AuditFilter): AsyncGenerator<Row[]> {
  let before: [string, string] | null = null;
  for (;;) {
    const page: Row[] = await query(house.database, request.entry, (ctx) => auditRows(ctx, filter, PAGE, before));
    const last = page.at(-1);
    if (!last) return;
    yield page;
    before = placeOf(last);
  }
}

function facts(row: Row): Record<string, string | null> {
  return {
    seq: row.seq?.toString() ?? null,
    at: row.at.toISOString(),
    actor: row.actor_name,
    actorKind: row.actor_kind,
    actorId: row.actor_id,
    action: row.action,
    entity: row.entity,
    entityId: row.entity_id,
    id: row.id,
    requestId: row.request_id,
    salt: row.salt?.toString('hex') ?? null,
    detailDigest: row.detail_digest?.toString('hex') ?? null,
    digest: row.digest.toString('hex'),
    seal: row.hash?.toString('hex') ?? null,
  };
}

async function* csvText(pages: AsyncIterable<Row[]>): AsyncGenerator<Buffer> {
  let begun = false;
  for await (const page of pages) {
    const lines = page.map((row) => ({ ...facts(row), detail: JSON.stringify(row.detail) }));
    // The mark by which spreadsheets know UTF-8.
    const head = begun ? '' : `\uFEFF${Object.keys(lines[0] ?? {}).join(',')}\r\n`;
    begun = true;
    yield Buffer.from(head + lines.map((line) => `${Object.values(line).map(csvCell).join(',')}\r\n`).join(''));
  }
}

async function* jsonText(pages: AsyncIterable<Row[]>): AsyncGenerator<Buffer> {
  let between = '[';
  for await (const page of pages) {
    const lines = page.map((row) => JSON.stringify({ ...facts(row), detail: row.detail }));
    yield Buffer.from(`${between}\n${lines.join(',\n')}`);
    between = ',';
  }
  yield Buffer.from(between === '[' ? '[]\n' : '\n]\n');
}
