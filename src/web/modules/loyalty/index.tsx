import { IconCashRegister, IconTicket } from '@tabler/icons-react';
import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { lazy } from 'react';
import type { WebModule } from '../../shell/module.ts';

export const loyalty: WebModule = {
  name: 'loyalty',
  routes: (frame) => [
    createRoute({
      getParentRoute: () => frame,
      path: '/counter',
      component: lazyRouteComponent(() => import('./pages/counter.tsx'), 'CounterPage'),
    }),
    createRoute({
      getParentRoute: () => frame,
      path: '/loyalty',
      component: lazyRouteComponent(() => import('./pages/programme.tsx'), 'ProgrammePage'),
    }),
    createRoute({
      getParentRoute: () => frame,
      path: '/loyalty/ledger',
      component: lazyRouteComponent(() => import('./pages/ledger.tsx'), 'LedgerPage'),
    }),
    createRoute({
      getParentRoute: () => frame,
      path: '/loyalty/coupons',
      component: lazyRouteComponent(() => import('./pages/coupons.tsx'), 'CouponsPage'),
    }),
    createRoute({
      getParentRoute: () => frame,
      path: '/loyalty/gifts',
      component: lazyRouteComponent(() => import('./pages/gifts.tsx'), 'GiftsPage'),
    }),
    createRoute({
      getParentRoute: () => frame,
      path: '/loyalty/draws',
      component: lazyRouteComponent(() => import('./pages/draws.tsx'), 'DrawsPage'),
    }),
    createRoute({
      getParentRoute: () => frame,
      path: '/loyalty/rewards',
      component: lazyRouteComponent(() => import('./pages/rewards.tsx'), 'RewardsPage'),
    }),
    createRoute({
      getParentRoute: () => frame,
      path: '/loyalty/referrals',
      component: lazyRouteComponent(() => import('./pages/referrals.tsx'), 'ReferralsPage'),
    }),
    createRoute({
      getParentRoute: () => frame,
      path: '/loyalty/stamps',
      component: lazyRouteComponent(() => import('./pages/stamps.tsx'), 'StampsPage'),
    }),
    createRoute({
      getParentRoute: () => frame,
      path: '/loyalty/value',
      component: lazyRouteComponent(() => import('./pages/value.tsx'), 'ValuePage'),
    }),
    createRoute({
      getParentRoute: () => frame,
      path: '/loyalty/credit',
      component: lazyRouteComponent(() => import('./pages/credit.tsx'), 'CreditPage'),
    }),
    createRoute({
      getParentRoute: () => frame,
      path: '/loyalty/draft',
      component: lazyRouteComponent(() => import('./pages/draft.tsx'), 'DraftPage'),
    }),
  ],
  publicRoutes: (root) => [
    createRoute({
      getParentRoute: () => root,
      path: '/r/$shop/$code',
      component: lazyRouteComponent(() => import('./pages/referral-link.tsx'), 'ReferralLinkPage'),
    }),
  ],
  menu: [
    {
      key: 'counter',
      path: '/counter',
      icon: IconCashRegister,
      group: 'daily',
      order: 3,
      onPhone: true,
      permission: 'loyalty.post',
    },
    { key: 'loyalty', path: '/loyalty', icon: IconTicket, group: 'keep', order: 3, permission: 'loyalty.read' },
  ],
  panels: [
    {
      place: 'customer.right',
      key: 'points',
      order: 4,
      permission: 'loyalty.read',
      component: lazy(() => import('./parts/points-card.tsx')),
    },
    {
      place: 'customer.main',
      key: 'loyalty',
      order: 6,
      permission: 'loyalty.read',
      component: lazy(() => import('./parts/customer-loyalty.tsx')),
    },
  ],
};
