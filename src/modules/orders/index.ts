export { orderErrors, ordersImported, ordersRecorded } from './contract.ts';
export { recordOrder } from './record-order.ts';
export { recordOrdersInBulk } from './bulk-record.ts';
export { writeOrders, type ReadyLine, type ReadyOrder } from './write-orders.ts';
export { refreshPurchases, verifyStatistics } from './statistics.ts';
