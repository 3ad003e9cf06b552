import type { ServerModule } from '../../kernel/module.ts';
import { contract } from './contract.ts';
import { routes } from './routes.ts';

export const transferModule: ServerModule = { name: 'transfer', contract, routes };
