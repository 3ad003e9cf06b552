import { OpenAPIGenerator } from '@orpc/openapi';
import { ZodToJsonSchemaConverter } from '@orpc/zod/zod4';
import type { FastifyInstance } from 'fastify';
import type { ServerModule } from '../module.ts';
import { referencePage, type ApiDocument } from './reference-page.ts';
import { API } from './routes.ts';

/** `openapi.json` and the page to read it, made once from the contracts of all modules. */
export async function reference(api: FastifyInstance, modules: readonly ServerModule[]): Promise<void> {
  let document: ReturnType<typeof describe> | undefined;
  const described = () => (document ??= describe(modules));
  api.get(`${API}/openapi.json`, () => described());
  api.get('/api/docs', async (_request, reply) =>
    reply.type('text/html; charset=utf-8').send(referencePage((await described()) as ApiDocument, API)),
  );
}

export function describe(modules: readonly ServerModule[]) {
  const contracts = Object.fromEntries(modules.flatMap((one) => (one.contract ? [[one.name, one.contract]] : [])));
  return new OpenAPIGenerator({ schemaConverters: [new ZodToJsonSchemaConverter()] }).generate(contracts, {
    info: { title: 'Regulars', version: '1' },
    servers: [{ url: API }],
    components: {
      securitySchemes: {
        session: { type: 'apiKey', in: 'cookie', name: 'regulars.session_token' },
        key: { type: 'http', scheme: 'bearer' },
      },
    },
  });
}
