import { OpenAPIGenerator } from '@orpc/openapi';
import { ZodToJsonSchemaConverter } from '@orpc/zod/zod4';
import type { FastifyInstance } from 'fastify';
import type { Config } from '../config.ts';
import { cookieName, SESSION_COOKIE } from '../cookie-name.ts';
import type { ServerModule } from '../module.ts';
import { referencePage, type ApiDocument } from './reference-page.ts';
import { API } from './routes.ts';

/** `openapi.json` and the page to read it, made once from the contracts of all modules. */
export async function reference(api: FastifyInstance, modules: readonly ServerModule[], config: Config): Promise<void> {
  let document: ReturnType<typeof describe> | undefined;
  const described = () => (document ??= describe(modules, config));
  api.get(`${API}/openapi.json`, () => described());
  api.get('/api/docs', async (_request, reply) =>
    reply.type('text/html; charset=utf-8').send(referencePage((await described()) as ApiDocument, API)),
  );
}

function describe(modules: readonly ServerModule[], config: Config) {
  const contracts = Object.fromEntries(modules.flatMap((one) => (one.contract ? [[one.name, one.contract]] : [])));
  return new OpenAPIGenerator({ schemaConverters: [new ZodToJsonSchemaConverter()] }).generate(contracts, {
    info: { title: 'Regulars', version: '1' },
    servers: [{ url: API }],
    components: {
      securitySchemes: {
        session: { type: 'apiKey', in: 'cookie', name: cookieName(SESSION_COOKIE, config) },
        key: { type: 'http', scheme: 'bearer' },
      },
    },
  });
}
