import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { Readable } from 'node:stream';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { recordAudit } from '../../../kernel/audit.ts';
import { command } from '../../../kernel/enter.ts';
import { refusals } from '../../../kernel/errors.ts';
import { zipBytes, type ZipPart } from '../../../kernel/files/zip.ts';
import type { House } from '../../../kernel/house.ts';
import { admit, API } from '../../../kernel/http/routes.ts';
import { isId, newId } from '../../../kernel/ids.ts';
import { customerErrors } from '../contract.ts';
import { flushReadings } from './disclosures/book.ts';
import { actorIdOf } from './disclosures/write-readings.ts';
import { gatherPackage, type PersonPackage } from './requests/gather-package.ts';
import { fileName, packagePage } from './requests/package-page.ts';

const refuse = refusals(customerErrors);

export function privacyRoutes(app: FastifyInstance, house: House): void {
  app.addHook('onClose', flushReadings);

  /** Everything known of one person, as one zip: for them to read, and for programs. */
  app.get(`${API}/customers/:id/package`, async (request, reply) => {
    admit(request.entry, 'privacy.manage');
    const { id = '' } = request.params as { id?: string };
    if (!isId(id)) throw refuse('CUSTOMER_NOT_FOUND');
    const gathered = await gatherAndNote(house, request, id);
    const day = gathered.madeAt.slice(0, 10);
    return reply
      .header('content-type', 'application/zip')
      .header('content-disposition', `attachment; filename="package-${day}.zip"`)
      .header('cache-control', 'private, no-store')
      .send(Readable.from(zipBytes(partsOf(house, request, gathered)), { objectMode: false }));
  });
}

/** Who handed out what stands in the log before any byte goes out. */
function gatherAndNote(house: House, request: FastifyRequest, id: string): Promise<PersonPackage> {
  return command(house.database, request.entry, async (ctx) => {
    const gathered = await gatherPackage(ctx, id);
    await ctx.db
      .insertInto('customer_disclosures')
      .values({
        workspace_id: ctx.workspace.id,
        id: newId(),
        kind: 'packaged',
        customer_id: id,
        actor_kind: ctx.actor.kind,
        actor_id: actorIdOf(ctx),
        actor_name: ctx.actor.name,
        day: ctx.today,
        at: ctx.now,
      })
      .execute();
    await recordAudit(ctx, { action: 'customer.packaged', entity: 'customer', entityId: id });
    return gathered;
  });
}

async function* partsOf(house: House, request: FastifyRequest, gathered: PersonPackage): AsyncGenerator<ZipPart> {
  yield [
    'data.json',
    JSON.stringify(gathered, (_key, value: unknown) => (typeof value === 'bigint' ? String(value) : value), 2),
  ];
  yield ['index.html', packagePage(request.entry.locale, gathered)];
  const workspaceId = request.entry.workspace?.id ?? '';
  for (const [n, file] of gathered.files.entries()) {
    const path = house.files.path(workspaceId, file.id);
    const there = await stat(path).catch(() => undefined);
    if (there) yield [fileName(file, n), createReadStream(path) as AsyncIterable<Buffer>];
  }
}
