import fastifyHelmet from '@fastify/helmet';
import Fastify, { type FastifyInstance } from 'fastify';
import type { Config } from '../config.ts';
import { isSecure } from '../cookie-name.ts';

/** Sends helmet's headers with every answer. They are always the same, and helmet would make them anew each time. */
export async function sendSecurityHeaders(app: FastifyInstance, config: Config): Promise<void> {
  const headers = await headersOf(config);
  app.addHook('onRequest', (_request, reply, done) => {
    // On the raw answer, so that event streams carry them too.
    for (const [name, value] of headers) reply.raw.setHeader(name, value);
    done();
  });
}

/** What helmet says to the one question it is ever asked. */
async function headersOf(config: Config): Promise<[name: string, value: string][]> {
  const asked = Fastify();
  await asked.register(fastifyHelmet, settings(config));
  asked.get('/', async (_request, reply) => Object.entries(reply.raw.getHeaders()));
  const answer = await asked.inject('/');
  await asked.close();
  return answer.json();
}

function settings({ publicUrl }: Config) {
  const secure = isSecure({ publicUrl });
  return {
    contentSecurityPolicy: {
      directives: {
        defaultSrc: ["'self'"],
        scriptSrc: ["'self'"],
        styleSrc: ["'self'"],
        // Places and sizes that components compute; a style tag or sheet from elsewhere is still refused.
        styleSrcAttr: ["'unsafe-inline'"],
        imgSrc: ["'self'", 'data:', 'blob:'],
        connectSrc: ["'self'"],
        objectSrc: ["'none'"],
        frameAncestors: ["'none'"],
        baseUri: ["'none'"],
        formAction: ["'self'"],
        upgradeInsecureRequests: secure ? [] : null,
      },
    },
    strictTransportSecurity: secure ? { maxAge: 31_536_000 } : false,
    referrerPolicy: { policy: 'same-origin' as const },
  } as const;
}
