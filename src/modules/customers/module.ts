import type { ServerModule } from '../../kernel/module.ts';
import { registerExportKind, registerImportKind, registerUndo } from '../transfer/index.ts';
import { ownBelongings, registerBelongings } from './belongings.ts';
import { contract } from './contract.ts';
import { customersToFile } from './export-kind.ts';
import { fileRoutes } from './http.ts';
import { customersFromFile } from './import-kind.ts';
import { jobs } from './jobs.ts';
import { routes } from './routes.ts';
import { undoCustomers } from './undo.ts';

registerBelongings(ownBelongings);
registerImportKind(customersFromFile);
registerExportKind(customersToFile);
registerUndo(undoCustomers);

export const customersModule: ServerModule = { name: 'customers', contract, routes, http: fileRoutes, jobs };
