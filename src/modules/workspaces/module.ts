import type { ServerModule } from '../../kernel/module.ts';
import { auditFiles } from './audit/http.ts';
import { SECRET } from './company-provider.ts';
import { contract } from './contract.ts';
import { routes } from './routes.ts';

export const workspacesModule: ServerModule = {
  name: 'workspaces',
  sealed: [
    { table: 'users', column: 'totp_secret', purpose: 'totp' },
    { table: 'users', column: 'totp_pending', purpose: 'totp' },
    { table: 'company_providers', column: 'client_secret', purpose: SECRET },
  ],
  contract,
  routes,
  http: auditFiles,
};
