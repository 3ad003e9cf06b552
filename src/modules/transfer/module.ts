import type { ServerModule } from '../../kernel/module.ts';
import { contract } from './contract.ts';
import { transferRoutes } from './http.ts';
import { importJob, rehearsalJob } from './jobs.ts';
import { routes } from './routes.ts';
import { forgetJob, sendJob } from './webhooks/send-news.ts';

export const transferModule: ServerModule = {
  name: 'transfer',
  sealed: [{ table: 'webhooks', column: 'secret_sealed', purpose: 'webhook' }],
  contract,
  routes,
  http: transferRoutes,
  jobs: [importJob, rehearsalJob, sendJob, forgetJob],
};
