import { OpenAPIGenerator } from '@orpc/openapi';
import { ZodToJsonSchemaConverter } from '@orpc/zod/zod4';
import type { FastifyInstance } from 'fastify';
import type { ServerModule } from '../module.ts';
import { API } from './routes.ts';

/** `openapi.json`, made once from the contracts of all modules. */
export async function reference(api: FastifyInstance, modules: readonly ServerModule[]): Promise<void> {
  let document: Promise<unknown> | undefined;
  api.get(`${API}/openapi.json`, async () => {
    document ??= describe(modules);
    return document;
  });
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
