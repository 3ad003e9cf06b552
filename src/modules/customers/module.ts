import type { ServerModule } from '../../kernel/module.ts';
import { contract } from './contract.ts';
import { fileRoutes } from './http.ts';
import { jobs } from './jobs.ts';
import { routes } from './routes.ts';

export const customersModule: ServerModule = { name: 'customers', contract, routes, http: fileRoutes, jobs };
