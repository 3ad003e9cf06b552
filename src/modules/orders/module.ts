import type { ServerModule } from '../../kernel/module.ts';
import { onCustomersCreated, registerListColumn, registerTimeline, registerBelongings } from '../customers/index.ts';
import { registerExportKind, registerImportKind, registerUndo } from '../transfer/index.ts';
import { baseCurrencyStaysWhile } from '../workspaces/index.ts';
import { purchaseBelongings } from './belongings.ts';
import { contract } from './contract.ts';
import { ordersToFile } from './export-kind.ts';
import { ordersFromFile } from './import-kind.ts';
import { purchaseColumns } from './list-columns.ts';
import { routes } from './routes.ts';
import { anyPurchase, ensureStatistics } from './statistics.ts';
import { purchasesOnTimeline } from './timeline.ts';
import { undoOrders, undoProducts, undoVisits } from './undo.ts';

registerBelongings(purchaseBelongings);
baseCurrencyStaysWhile(anyPurchase);
onCustomersCreated(ensureStatistics);
for (const column of purchaseColumns) registerListColumn(column);
for (const source of purchasesOnTimeline) registerTimeline(source);
registerImportKind(ordersFromFile);
registerExportKind(ordersToFile);
registerUndo(undoOrders);
registerUndo(undoVisits);
registerUndo(undoProducts);

export const ordersModule: ServerModule = { name: 'orders', contract, routes };
