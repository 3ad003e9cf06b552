import type { AnyContractRouter } from '@orpc/contract';
import type { FastifyInstance } from 'fastify';
import type { House } from './house.ts';
import type { Routes } from './http/routes.ts';
import type { Job } from './jobs/jobs.ts';
import type { Reaction } from './outbox.ts';
import type { SealedColumn } from './rotate-secrets.ts';

/** What a module hands to the server. `apps/modules.ts` lists them all. */
export interface ServerModule {
  readonly name: string;
  readonly contract?: AnyContractRouter;
  readonly routes?: Routes;
  /** Uploads, downloads, event streams and public pages: what is not JSON in and out. */
  readonly http?: (app: FastifyInstance, house: House) => void | Promise<void>;
  readonly jobs?: readonly Job[];
  readonly reactions?: readonly Reaction[];
  /** Columns whose texts it seals: when SECRET_KEY is replaced they are sealed anew. */
  readonly sealed?: readonly SealedColumn[];
}
