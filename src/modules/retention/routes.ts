import { bindRoutes } from '../../kernel/http/routes.ts';
import { caseVerbs } from './cases/routes.ts';
import { contract } from './contract.ts';
import { readForecast } from './predictions/forecast.ts';
import { listPredictions } from './predictions/list.ts';
import * as predictionSettings from './predictions/settings.ts';
import { changeSettings, readSettings } from './settings.ts';
import { readSummary } from './summary.ts';
import { listAlerts, listWatched } from './watch-list.ts';

export const routes = bindRoutes(contract, {
  cases: caseVerbs,
  alerts: listAlerts,
  watch: listWatched,
  summary: readSummary,
  predictions: {
    list: listPredictions,
    forecast: readForecast,
    settings: { read: predictionSettings.readSettings, change: predictionSettings.changeSettings },
  },
  settings: { read: readSettings, change: changeSettings },
});
