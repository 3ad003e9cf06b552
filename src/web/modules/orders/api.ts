import { contract } from '../../../modules/orders/contract.ts';
import { moduleClient } from '../../api/client.ts';

export type { OrderSummary, OrderView, ProductView, RateView } from '../../../modules/orders/contract.ts';
export type { LostReason, OfferView } from '../../../modules/orders/offers/contract.ts';
export type { OrderSettings } from '../../../modules/orders/running/contract.ts';

export const api = moduleClient('orders', contract);
