import { open } from 'node:fs/promises';
import { Readable } from 'node:stream';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { command, query } from '../../kernel/enter.ts';
import { refusals } from '../../kernel/errors.ts';
import type { House } from '../../kernel/house.ts';
import { admit, API } from '../../kernel/http/routes.ts';
import { isId, newId } from '../../kernel/ids.ts';
import { customerErrors } from './contract.ts';
import { addFile, fileSeen, type ArrivedFile } from './files.ts';
import { customerToChange } from './reach.ts';
import { drawAnew } from './pictures.ts';
import { contentFits, HEAD, isPicture } from './rules/file-content.ts';
import { LARGEST_FILE, mediaTypeOf, tidyFileName } from './rules/file-kind.ts';

const refuse = refusals(customerErrors);

/** Uploads and downloads of files on the card: bytes, not JSON. */
export function fileRoutes(app: FastifyInstance, house: House): void {
  app.post(`${API}/customers/:id/files`, async (request, reply) => {
    const { id } = idsOf(request);
    admit(request.entry, 'customers.edit');
    // Before the bytes are taken in: nobody uploads to a card that they may not change.
    await command(house.database, request.entry, (ctx) => customerToChange(ctx, id, 'customers.edit'));
    const file = await takeIn(house, request);
    try {
      const added = await command(house.database, request.entry, (ctx) => addFile(ctx, id, file));
      return await reply.status(201).send(added);
    } catch (error) {
      await house.files.remove(workspaceIdOf(request), file.id);
      throw error;
    }
  });

  app.get(`${API}/customers/:id/files/:fileId`, async (request, reply) => {
    const { id, fileId } = idsOf(request);
    admit(request.entry, 'customers.read');
    const file = await query(house.database, request.entry, (ctx) => fileSeen(ctx, id, fileId));
    return reply
      .header('content-type', file.media_type)
      .header('content-length', String(file.bytes))
      .header('content-disposition', `attachment; filename*=UTF-8''${encodeURIComponent(file.name)}`)
      .header('x-content-type-options', 'nosniff')
      .header('content-security-policy', "default-src 'none'; sandbox")
      .header('cache-control', 'private, no-store')
      .send(house.files.read(workspaceIdOf(request), fileId));
  });
}

function idsOf(request: FastifyRequest): { id: string; fileId: string } {
  const { id = '', fileId = '' } = request.params as Record<string, string>;
  if (!isId(id) || (fileId !== '' && !isId(fileId))) throw refuse('CUSTOMER_NOT_FOUND');
  return { id, fileId };
}

function workspaceIdOf(request: FastifyRequest): string {
  const { workspace } = request.entry;
  if (!workspace) throw refuse('CUSTOMER_NOT_FOUND');
  return workspace.id;
}

async function takeIn(house: House, request: FastifyRequest): Promise<ArrivedFile> {
  const part = request.isMultipart() ? await request.file({ limits: { fileSize: LARGEST_FILE } }) : undefined;
  if (!part) throw refuse('CUSTOMER_FILE_MISSING');
  const name = tidyFileName(part.filename);
  const mediaType = mediaTypeOf(name);
  if (!mediaType) {
    part.file.resume();
    throw refuse('CUSTOMER_FILE_KIND_REFUSED', { name });
  }
  const id = newId();
  const stored = await house.files.put(workspaceIdOf(request), id, part.file);
  if (part.file.truncated) {
    await house.files.remove(workspaceIdOf(request), id);
    throw refuse('CUSTOMER_FILE_TOO_LARGE', { megabytes: LARGEST_FILE / 1024 / 1024 });
  }
  try {
    if (!contentFits(mediaType, await headOf(house.files.path(workspaceIdOf(request), id))))
      throw refuse('CUSTOMER_FILE_NOT_WHAT_IT_SAYS', { name });
    if (isPicture(mediaType)) return await pictureOf(house, workspaceIdOf(request), { id, name });
    return { id, name, mediaType, ...stored };
  } catch (error) {
    await house.files.remove(workspaceIdOf(request), id);
    throw error;
  }
}

/** What arrived is thrown away; what is kept was drawn here. */
async function pictureOf(
  house: House,
  workspaceId: string,
  { id: arrived, name }: { id: string; name: string },
): Promise<ArrivedFile> {
  const drawn = await drawAnew(house.files.path(workspaceId, arrived));
  if (!drawn) throw refuse('CUSTOMER_PICTURE_UNREADABLE', { name });
  const id = newId();
  const stored = await house.files.put(workspaceId, id, Readable.from([drawn.content]));
  await house.files.remove(workspaceId, arrived);
  return { id, name, mediaType: drawn.mediaType, ...stored };
}

async function headOf(path: string): Promise<Uint8Array> {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(HEAD), 0, HEAD, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}
