import type { ServerModule } from '../../kernel/module.ts';
import { registerExportKind, registerImportKind, registerUndo } from '../transfer/index.ts';
import { ownBelongings, registerBelongings } from './belongings.ts';
import { bulkJob } from './bulk/run.ts';
import { contract } from './contract.ts';
import { customersToFile } from './export-kind.ts';
import { duplicateBelongings } from './duplicates/belongings.ts';
import { mergesOnTimeline } from './duplicates/history.ts';
import { duplicatesNight } from './duplicates/jobs.ts';
import { undoMerges } from './duplicates/parting.ts';
import { duplicateReactions } from './duplicates/reactions.ts';
import { reactions as fieldReactions } from './fields/reactions.ts';
import { fileRoutes } from './http.ts';
import { customersFromFile } from './import-kind.ts';
import { jobs as ownJobs } from './jobs.ts';
import { peopleBelongings } from './people/belongings.ts';
import { undoPeople } from './people/demo-people.ts';
import { peopleReactions } from './people/reactions.ts';
import { undoHandingOn } from './ownership/hand-on.ts';
import { privacyBelongings } from './privacy/belongings.ts';
import { profilingInsight, restrictionColumns } from './privacy/consents/shown.ts';
import { privacyRoutes } from './privacy/http.ts';
import { privacyNight } from './privacy/jobs.ts';
import { privacyReactions } from './privacy/reactions.ts';
import { ownReactions } from './reactions.ts';
import { registerInsight, registerListColumn, registerTimeline } from './registries.ts';
import { selfBelongings } from './self/belongings.ts';
import { routes } from './routes.ts';
import { undoCustomers } from './undo.ts';
import { undoViews } from './views/demo-views.ts';
import { viewReactions } from './views/reactions.ts';

registerBelongings(ownBelongings);
registerBelongings(duplicateBelongings);
registerBelongings(privacyBelongings);
registerBelongings(peopleBelongings);
registerBelongings(selfBelongings);
for (const column of restrictionColumns) registerListColumn(column);
registerInsight(profilingInsight);
registerTimeline(mergesOnTimeline);
registerImportKind(customersFromFile);
registerExportKind(customersToFile);
registerUndo(undoPeople);
registerUndo(undoViews);
registerUndo(undoMerges);
registerUndo(undoHandingOn);
registerUndo(undoCustomers);

const jobs = [...ownJobs, duplicatesNight, privacyNight, bulkJob];
const reactions = [
  ...ownReactions,
  ...fieldReactions,
  ...duplicateReactions,
  ...privacyReactions,
  ...peopleReactions,
  ...viewReactions,
];

export const customersModule: ServerModule = {
  name: 'customers',
  contract,
  routes,
  http: (app, house) => {
    fileRoutes(app, house);
    privacyRoutes(app, house);
  },
  jobs,
  reactions,
};
