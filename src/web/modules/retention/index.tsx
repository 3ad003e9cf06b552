import { IconActivityHeartbeat, IconBellCog } from '@tabler/icons-react';
import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { lazy } from 'react';
import type { WebModule } from '../../shell/module.ts';

export const retention: WebModule = {
  name: 'retention',
  routes: (frame) => [
    createRoute({
      getParentRoute: () => frame,
      path: '/retention',
      component: lazyRouteComponent(() => import('./pages/retention.tsx'), 'RetentionPage'),
    }),
    createRoute({
      getParentRoute: () => frame,
      path: '/retention/forecast',
      component: lazyRouteComponent(() => import('./pages/forecast.tsx'), 'ForecastPage'),
    }),
    createRoute({
      getParentRoute: () => frame,
      path: '/retention/cases',
      component: lazyRouteComponent(() => import('./pages/cases.tsx'), 'CasesPage'),
    }),
    createRoute({
      getParentRoute: () => frame,
      path: '/retention/cases/$id',
      component: lazyRouteComponent(() => import('./pages/case.tsx'), 'CasePage'),
    }),
    createRoute({
      getParentRoute: () => frame,
      path: '/retention/accounts',
      component: lazyRouteComponent(() => import('./pages/key-accounts.tsx'), 'KeyAccountsPage'),
    }),
    createRoute({
      getParentRoute: () => frame,
      path: '/retention/accounts/$id',
      component: lazyRouteComponent(() => import('./pages/key-account.tsx'), 'KeyAccountPage'),
    }),
    createRoute({
      getParentRoute: () => frame,
      path: '/retention/indicators',
      component: lazyRouteComponent(() => import('./pages/indicators.tsx'), 'IndicatorsPage'),
    }),
    createRoute({
      getParentRoute: () => frame,
      path: '/retention/win-back',
      component: lazyRouteComponent(() => import('./pages/win-back.tsx'), 'WinBackPage'),
    }),
    createRoute({
      getParentRoute: () => frame,
      path: '/retention/effect',
      component: lazyRouteComponent(() => import('./pages/effect.tsx'), 'EffectPage'),
    }),
    createRoute({
      getParentRoute: () => frame,
      path: '/retention/equity',
      component: lazyRouteComponent(() => import('./pages/equity.tsx'), 'EquityPage'),
    }),
    createRoute({
      getParentRoute: () => frame,
      path: '/retention/leaky-bucket',
      component: lazyRouteComponent(() => import('./pages/leaky-bucket.tsx'), 'LeakyBucketPage'),
    }),
    createRoute({
      getParentRoute: () => frame,
      path: '/retention/cohorts',
      component: lazyRouteComponent(() => import('./pages/cohorts.tsx'), 'CohortsPage'),
    }),
    createRoute({
      getParentRoute: () => frame,
      path: '/retention/costs',
      component: lazyRouteComponent(() => import('./pages/costs.tsx'), 'CostsPage'),
    }),
  ],
  menu: [
    {
      key: 'retention',
      path: '/retention',
      icon: IconActivityHeartbeat,
      group: 'keep',
      order: 2,
      onPhone: true,
      permission: 'retention.read',
    },
  ],
  panels: [
    {
      place: 'customer.right',
      key: 'predictions',
      order: 4,
      permission: 'retention.read',
      component: lazy(() => import('./parts/predictions/prediction-card.tsx')),
    },
    {
      place: 'customer.right',
      key: 'case',
      order: 2,
      permission: 'retention.read',
      component: lazy(() => import('./parts/cases/case-card.tsx')),
    },
    {
      place: 'today.aside',
      key: 'case',
      order: 2,
      permission: 'retention.read',
      component: lazy(() => import('./parts/cases/case-card.tsx')),
    },
    {
      place: 'customer.right',
      key: 'rhythm',
      order: 1,
      permission: 'retention.read',
      component: lazy(() => import('./parts/rhythm-card.tsx')),
    },
    {
      place: 'customer.right',
      key: 'value',
      order: 3,
      permission: 'retention.read',
      component: lazy(() => import('./parts/value-card.tsx')),
    },
    {
      place: 'today.aside',
      key: 'rhythm',
      order: 1,
      permission: 'retention.read',
      component: lazy(() => import('./parts/rhythm-card.tsx')),
    },
    {
      place: 'today.strip',
      key: 'figures',
      order: 1,
      permission: 'retention.read',
      component: lazy(() => import('./parts/figures.tsx')),
    },
    {
      place: 'customer.right',
      key: 'next-goods',
      order: 4,
      permission: 'retention.read',
      component: lazy(() => import('./parts/knowing/next-goods.tsx')),
    },
    {
      place: 'customer.right',
      key: 'indicators',
      order: 5,
      permission: 'retention.read',
      component: lazy(() => import('./parts/knowing/indicator-card.tsx')),
    },
    {
      place: 'counter.aside',
      key: 'next-goods',
      order: 3,
      permission: 'retention.read',
      component: lazy(() => import('./parts/knowing/worth-offering.tsx')),
    },
    {
      place: 'product.below',
      key: 'audience',
      order: 1,
      permission: 'retention.read',
      component: lazy(() => import('./parts/knowing/audience.tsx')),
    },
  ],
  settings: [
    {
      key: 'watch',
      path: 'watch',
      icon: IconBellCog,
      group: 'business',
      order: 40,
      permission: 'settings.read',
      page: lazyRouteComponent(() => import('./pages/settings.tsx'), 'WatchSettingsPage'),
    },
  ],
};
