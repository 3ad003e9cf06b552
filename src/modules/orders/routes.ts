import { bindRoutes } from '../../kernel/http/routes.ts';
import { contract } from './contract.ts';
import { listOrders, listSources } from './list-orders.ts';
import { acceptOffer, declineOffer, reopenOffer } from './offers/answers.ts';
import { changeOffer, listOffers, makeOffer, readOffer } from './offers/offers.ts';
import { changeOrder, readOrder } from './orders.ts';
import { changeProduct, createProduct, listProducts } from './products.ts';
import { listRates, removeRate, setRate } from './rates.ts';
import { recordOrder } from './record-order.ts';
import { refundOrder, takeBackRefund } from './refunds.ts';
import { changeSettings } from './running/change-settings.ts';
import {
  checkInAfterSale,
  handOverOrder,
  moveOrderOn,
  promiseHandOver,
  takeBackHandOver,
} from './running/hand-over.ts';
import { readSettings } from './running/read-settings.ts';
import { readRunning } from './running/running.ts';
import { listVisits, recordVisit, removeVisit } from './visits.ts';

export const routes = bindRoutes(contract, {
  record: recordOrder,
  sources: listSources,
  list: listOrders,
  read: readOrder,
  change: changeOrder,
  refund: refundOrder,
  takeBackRefund,
  offers: {
    make: makeOffer,
    list: listOffers,
    read: readOffer,
    change: changeOffer,
    accept: acceptOffer,
    decline: declineOffer,
    reopen: reopenOffer,
  },
  running: {
    read: readRunning,
    promise: promiseHandOver,
    moveOn: moveOrderOn,
    handOver: handOverOrder,
    takeBackHandOver,
    checkIn: checkInAfterSale,
    settings: { read: readSettings, change: changeSettings },
  },
  products: { create: createProduct, list: listProducts, change: changeProduct },
  visits: { record: recordVisit, list: listVisits, remove: removeVisit },
  rates: { list: listRates, set: setRate, remove: removeRate },
});
