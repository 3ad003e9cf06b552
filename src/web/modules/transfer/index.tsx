import { IconBroadcast, IconFileImport } from '@tabler/icons-react';
import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { lazy } from 'react';
import type { WebModule } from '../../shell/module.ts';

export const transfer: WebModule = {
  name: 'transfer',
  routes: (frame) => [
    createRoute({
      getParentRoute: () => frame,
      path: '/imports/new',
      component: lazyRouteComponent(() => import('./pages/new-import.tsx'), 'NewImportPage'),
    }),
    createRoute({
      getParentRoute: () => frame,
      path: '/imports/$id',
      component: lazyRouteComponent(() => import('./pages/import.tsx'), 'ImportPage'),
    }),
  ],
  settings: [
    {
      key: 'imports',
      path: 'imports',
      icon: IconFileImport,
      group: 'customers',
      order: 1,
      page: lazyRouteComponent(() => import('./pages/imports.tsx'), 'ImportsPage'),
      permission: 'imports.run',
    },
    {
      key: 'webhooks',
      path: 'webhooks',
      icon: IconBroadcast,
      group: 'system',
      order: 1.5,
      page: lazyRouteComponent(() => import('./pages/webhooks.tsx'), 'WebhooksPage'),
      permission: 'keys.manage',
    },
  ],
  panels: [
    {
      place: 'start.offer',
      key: 'import',
      order: 1,
      component: lazy(() => import('./parts/offer.tsx')),
      permission: 'imports.run',
    },
  ],
  spotlight: { actions: [{ key: 'import', icon: IconFileImport, path: '/imports/new', permission: 'imports.run' }] },
};
