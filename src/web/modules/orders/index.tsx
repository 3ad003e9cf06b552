import { IconArrowsExchange, IconLifebuoy, IconPackage, IconReceipt } from '@tabler/icons-react';
import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { lazy } from 'react';
import type { SpotlightHit, WebModule } from '../../shell/module.ts';
import { shownNumber } from '../../../modules/orders/rules/shown-number.ts';

export const orders: WebModule = {
  name: 'orders',
  routes: (frame) => [
    createRoute({
      getParentRoute: () => frame,
      path: '/orders',
      component: lazyRouteComponent(() => import('./pages/orders.tsx'), 'OrdersPage'),
    }),
    createRoute({
      getParentRoute: () => frame,
      path: '/orders/offers',
      component: lazyRouteComponent(() => import('./pages/offers.tsx'), 'OffersPage'),
    }),
    createRoute({
      getParentRoute: () => frame,
      path: '/orders/offers/$id',
      component: lazyRouteComponent(() => import('./pages/offer.tsx'), 'OfferPage'),
    }),
    createRoute({
      getParentRoute: () => frame,
      path: '/orders/$id',
      component: lazyRouteComponent(() => import('./pages/order.tsx'), 'OrderPage'),
    }),
  ],
  menu: [{ key: 'orders', path: '/orders', icon: IconReceipt, group: 'daily', order: 3, permission: 'orders.read' }],
  panels: [
    {
      place: 'customer.main',
      key: 'orders',
      order: 1,
      permission: 'orders.read',
      component: lazy(() => import('./parts/orders-panel.tsx')),
    },
    {
      place: 'counter.aside',
      key: 'promised',
      order: 0,
      permission: 'orders.read',
      component: lazy(() => import('./parts/promised-at-counter.tsx')),
    },
    {
      place: 'customer.right',
      key: 'running',
      order: 0,
      permission: 'orders.read',
      component: lazy(() => import('./parts/running-card.tsx')),
    },
    {
      place: 'customer.actions',
      key: 'visit',
      order: 1,
      permission: 'orders.create',
      component: lazy(() => import('./parts/visit-button.tsx')),
    },
    {
      place: 'customer.actions',
      key: 'record',
      order: 2,
      permission: 'orders.create',
      component: lazy(() => import('./parts/record-button.tsx')),
    },
  ],
  settings: [
    {
      key: 'afterSale',
      path: 'after-sale',
      icon: IconLifebuoy,
      group: 'business',
      order: 15,
      permission: 'settings.read',
      page: lazyRouteComponent(() => import('./pages/after-sale.tsx'), 'AfterSalePage'),
    },
    {
      key: 'products',
      path: 'products',
      icon: IconPackage,
      group: 'business',
      order: 10,
      permission: 'orders.read',
      page: lazyRouteComponent(() => import('./pages/products.tsx'), 'ProductsPage'),
    },
    {
      key: 'rates',
      path: 'rates',
      icon: IconArrowsExchange,
      group: 'business',
      order: 20,
      permission: 'settings.read',
      page: lazyRouteComponent(() => import('./pages/rates.tsx'), 'RatesPage'),
    },
  ],
  spotlight: {
    search: findOrders,
    actions: [{ key: 'offers', icon: IconReceipt, path: '/orders/offers', permission: 'orders.read' }],
  },
};

const NUMBER_LENGTH = 3;

/** Orders by the beginning of their number: what stands on a receipt. */
async function findOrders(typed: string, signal: AbortSignal): Promise<SpotlightHit[]> {
  if (typed.trim().length < NUMBER_LENGTH || !/\d/.test(typed)) return [];
  const { api } = await import('./api.ts');
  const { items } = await api.list.call({ q: typed.trim(), limit: 5 }, { signal });
  return items.map(({ id, externalId, customer, day }) => ({
    id,
    title: shownNumber(externalId) ?? day,
    note: [customer?.name, day].filter(Boolean).join(' · '),
    path: `/orders/${id}`,
  }));
}
