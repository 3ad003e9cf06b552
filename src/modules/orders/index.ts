export { ordersImported, ordersRecorded, ordersReturned, visitsChanged } from './contract.ts';
export { recordOrder } from './record-order.ts';
export { writeOrders, type ReadyOrder } from './write-orders.ts';
export { refreshPurchases, verifyStatistics } from './statistics.ts';
export { categoriesInUse, productNames, productsInUse } from './products.ts';
export { changeOrder, readOrder } from './orders.ts';
export { listProducts } from './products.ts';
export { refundOrder } from './refunds.ts';
export { productDays } from './product-days.ts';
