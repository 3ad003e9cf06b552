import { bindRoutes } from '../../kernel/http/routes.ts';
import { contract } from './contract.ts';
import { changeOrder, listOrders, readOrder } from './orders.ts';
import { changeProduct, createProduct, listProducts } from './products.ts';
import { listRates, removeRate, setRate } from './rates.ts';
import { recordOrder } from './record-order.ts';
import { refundOrder } from './refunds.ts';
import { listVisits, recordVisit, removeVisit } from './visits.ts';

export const routes = bindRoutes(contract, {
  record: recordOrder,
  list: listOrders,
  read: readOrder,
  change: changeOrder,
  refund: refundOrder,
  products: { create: createProduct, list: listProducts, change: changeProduct },
  visits: { record: recordVisit, list: listVisits, remove: removeVisit },
  rates: { list: listRates, set: setRate, remove: removeRate },
});
