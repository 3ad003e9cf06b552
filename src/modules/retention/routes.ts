import { bindRoutes } from '../../kernel/http/routes.ts';
import { caseVerbs } from './cases/routes.ts';
import { contract } from './contract.ts';
import { changeSettings, readSettings } from './settings.ts';
import { readSummary } from './summary.ts';
import { listAlerts, listWatched } from './watch-list.ts';

export const routes = bindRoutes(contract, {
  cases: caseVerbs,
  alerts: listAlerts,
  watch: listWatched,
  summary: readSummary,
  settings: { read: readSettings, change: changeSettings },
});
