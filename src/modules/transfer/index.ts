export {
  registerExportKind,
  registerImportKind,
  registerUndo,
  type BarredColumn,
  type ExportCell,
  type ExportColumn,
  type ExportKind,
  type ImportKind,
  type ImportRow,
  type ImportRun,
  type KeptRow,
  type LooseColumn,
  type OwnColumn,
  type RowProblem,
  type RowResult,
  type Undo,
  type UndoneRows,
} from './kinds.ts';
export {
  closeChangeSet,
  forgetChangeSets,
  openChangeSet,
  recordedUpdates,
  recordUpdates,
  type RecordedUpdate,
} from './change-sets.ts';
export { standBetweenBatches } from './between-batches.ts';
export { forgetInFiles, forgetReadFiles } from './forget-files.ts';
export { undoChangeSet } from './undo.ts';
export { exportTo, importFile } from './command-line.ts';
export { demoShopLoaded } from './contract.ts';
export { cameWithMany, demoShopStands, demoShopThere, isDemoShop } from './demo-files.ts';
export { loadDemoShop } from './demo-shop.ts';
export { toldOutside } from './webhooks/kinds.ts';
