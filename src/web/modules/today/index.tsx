import { IconSun } from '@tabler/icons-react';
import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { lazy } from 'react';
import type { WebModule } from '../../shell/module.ts';

export const today: WebModule = {
  name: 'today',
  routes: (frame) => [
    createRoute({
      getParentRoute: () => frame,
      path: '/today',
      component: lazyRouteComponent(() => import('./pages/today.tsx'), 'TodayPage'),
    }),
  ],
  menu: [
    {
      key: 'today',
      path: '/today',
      icon: IconSun,
      group: 'daily',
      order: 1,
      onPhone: true,
      permission: 'today.work',
      badge: lazy(() => import('./parts/badge.tsx')),
    },
  ],
  settings: [
    {
      key: 'today',
      path: 'today',
      icon: IconSun,
      group: 'business',
      order: 30,
      permission: 'settings.read',
      page: lazyRouteComponent(() => import('./pages/settings.tsx'), 'TodaySettingsPage'),
    },
  ],
};
