import { bindRoutes } from '../../kernel/http/routes.ts';
import { contract } from './contract.ts';
import { changeSettings, readSettings } from './settings.ts';
import { readSummary } from './summary.ts';
import { listAlerts, listWatched } from './watch-list.ts';

export const routes = bindRoutes(contract, {
  alerts: listAlerts,
  watch: listWatched,
  summary: readSummary,
  settings: { read: readSettings, change: changeSettings },
});
