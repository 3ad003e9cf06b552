import type { ServerModule } from '../../kernel/module.ts';
import { auditFiles } from './audit/http.ts';
import { contract } from './contract.ts';
import { routes } from './routes.ts';

export const workspacesModule: ServerModule = { name: 'workspaces', contract, routes, http: auditFiles };
