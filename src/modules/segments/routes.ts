import { bindRoutes } from '../../kernel/http/routes.ts';
import { contract } from './contract.ts';
import { listMembers } from './members.ts';
import { readMonths } from './moves.ts';
import { changeSettings } from './settings.ts';
import { readDivision } from './view.ts';

export const routes = bindRoutes(contract, {
  read: readDivision,
  customers: listMembers,
  moves: readMonths,
  change: changeSettings,
});
