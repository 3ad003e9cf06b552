import { bindRoutes } from '../../kernel/http/routes.ts';
import { contract } from './contract.ts';

export const routes = bindRoutes(contract, {});
