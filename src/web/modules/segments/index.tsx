import { IconLayoutGrid, IconUsersGroup } from '@tabler/icons-react';
import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { lazy } from 'react';
import type { WebModule } from '../../shell/module.ts';

export const segments: WebModule = {
  name: 'segments',
  routes: (frame) => [
    createRoute({
      getParentRoute: () => frame,
      path: '/classes',
      component: lazyRouteComponent(() => import('./pages/classes.tsx'), 'ClassesPage'),
    }),
    createRoute({
      getParentRoute: () => frame,
      path: '/classes/months',
      component: lazyRouteComponent(() => import('./pages/months.tsx'), 'MonthsPage'),
    }),
    createRoute({
      getParentRoute: () => frame,
      path: '/classes/fit',
      component: lazyRouteComponent(() => import('./pages/fit.tsx'), 'FitPage'),
    }),
    createRoute({
      getParentRoute: () => frame,
      path: '/segments',
      component: lazyRouteComponent(() => import('./pages/segments.tsx'), 'SegmentsPage'),
    }),
    createRoute({
      getParentRoute: () => frame,
      path: '/segments/new',
      component: lazyRouteComponent(() => import('./pages/new-segment.tsx'), 'NewSegmentPage'),
    }),
    createRoute({
      getParentRoute: () => frame,
      path: '/segments/$id',
      component: lazyRouteComponent(() => import('./pages/segment.tsx'), 'SegmentPage'),
    }),
  ],
  menu: [
    { key: 'classes', path: '/classes', icon: IconLayoutGrid, group: 'keep', order: 1, permission: 'classes.read' },
    { key: 'segments', path: '/segments', icon: IconUsersGroup, group: 'keep', order: 2, permission: 'classes.read' },
  ],
  panels: [
    {
      place: 'customer.right',
      key: 'classes',
      order: 2,
      permission: 'classes.read',
      component: lazy(() => import('./parts/classes-card.tsx')),
    },
    {
      place: 'today.aside',
      key: 'classes',
      order: 2,
      permission: 'classes.read',
      component: lazy(() => import('./parts/classes-card.tsx')),
    },
  ],
};
