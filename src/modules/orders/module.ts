import type { ServerModule } from '../../kernel/module.ts';
import {
  onCustomersCreated,
  onCustomersErased,
  onCustomersMerged,
  registerListColumn,
  registerTimeline,
  registerBelongings,
  registerPackagePart,
} from '../customers/index.ts';
import { onOutcome, onOutcomeTakenBack, registerReasonKind } from '../today/index.ts';
import { registerExportKind, registerImportKind, registerUndo } from '../transfer/index.ts';
import { registerContactTrace, registerFigure, registerKnowledge, registerReturns } from '../team/index.ts';
import { baseCurrencyStaysWhile } from '../workspaces/index.ts';
import { spentFigure } from './colleague-figures.ts';
import { purchaseBelongings } from './belongings.ts';
import { contract } from './contract.ts';
import { purchaseKnowledge, purchaseReturns } from './handed-over.ts';
import { ordersToFile } from './export-kind.ts';
import { ordersFromFile } from './import-kind.ts';
import { purchaseParts } from './package.ts';
import { purchaseColumns } from './list-columns.ts';
import { noteAnswer, takeAnswerBack } from './running/answers.ts';
import { night } from './running/jobs.ts';
import { runningKinds } from './running/kinds.ts';
import { undoOffers } from './running/demo-running.ts';
import { runningColumns } from './running/list-columns.ts';
import { reactions } from './reactions.ts';
import { purchasesChangedHands } from './changed-hands.ts';
import { forgetWordsOnOrders } from './forget-words.ts';
import { routes } from './routes.ts';
import { anyPurchase, ensureStatistics } from './statistics.ts';
import { purchasesOnTimeline } from './timeline.ts';
import { undoOrders, undoProducts, undoPurchases, undoVisits } from './undo.ts';

registerBelongings(purchaseBelongings);
registerFigure(spentFigure);
baseCurrencyStaysWhile(anyPurchase);
registerKnowledge('purchases', purchaseKnowledge);
registerReturns(purchaseReturns);
registerContactTrace({ table: 'visits', column: 'day', kind: 'day' });
registerContactTrace({ table: 'purchase_days', column: 'day', kind: 'day' });
onCustomersCreated(ensureStatistics);
onCustomersMerged(purchasesChangedHands);
onCustomersErased(forgetWordsOnOrders);
for (const part of purchaseParts) registerPackagePart(part);
for (const column of [...purchaseColumns, ...runningColumns]) registerListColumn(column);
for (const kind of runningKinds) registerReasonKind(kind);
onOutcome(noteAnswer);
onOutcomeTakenBack(takeAnswerBack);
for (const source of purchasesOnTimeline) registerTimeline(source);
registerImportKind(ordersFromFile);
registerExportKind(ordersToFile);
registerUndo(undoOffers);
registerUndo(undoOrders);
registerUndo(undoVisits);
registerUndo(undoProducts);
registerUndo(undoPurchases);

export const ordersModule: ServerModule = { name: 'orders', contract, routes, jobs: [night], reactions };
