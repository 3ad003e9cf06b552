import type { FastifyRequest } from 'fastify';
import type { Logger } from 'pino';

/**
 * A refused right and a reached limit stand in the log of the process: who by id, in which workspace, what. No address,
 * no name, and nothing of the path but its words and ids: links carry their token there.
 */
export function noteRefusal(log: Logger, request: FastifyRequest, problem: { code: string; status: number }): void {
  if (problem.status !== 403 && problem.status !== 429) return;
  const { actor, workspace } = request.entry ?? {};
  log.warn(
    {
      code: problem.code,
      operation: `${request.method} ${withoutSecrets(request.originalUrl)}`,
      actor: actor?.kind ?? 'anonymous',
      userId: actor?.userId ?? undefined,
      keyId: actor?.keyId ?? undefined,
      workspaceId: workspace?.id,
      requestId: request.id,
    },
    problem.status === 403 ? 'refused' : 'limit reached',
  );
}

const WORD_OR_ID = /^(v1|[a-z-]{1,24}|[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12})?$/;

function withoutSecrets(url: string): string {
  const [path = ''] = url.split('?');
  return path
    .split('/')
    .map((part) => (WORD_OR_ID.test(part) ? part : '*'))
    .join('/');
}
