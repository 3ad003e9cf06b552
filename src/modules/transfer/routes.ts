import { bindRoutes } from '../../kernel/http/routes.ts';
import { contract } from './contract.ts';
import { undoChangeSet } from './undo.ts';

export const routes = bindRoutes(contract, {
  changeSets: { undo: undoChangeSet },
});
