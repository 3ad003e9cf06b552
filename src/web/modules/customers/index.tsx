import {
  IconEye,
  IconForms,
  IconShieldLock,
  IconSparkles,
  IconUserEdit,
  IconUserPlus,
  IconUsers,
  IconUsersGroup,
} from '@tabler/icons-react';
import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { lazy } from 'react';
import type { SpotlightHit, WebModule } from '../../shell/module.ts';
import { readKind } from './parts/living/kinds.ts';
import { readListSearch } from './parts/list-search.ts';

export const customers: WebModule = {
  name: 'customers',
  routes: (frame) => [
    createRoute({
      getParentRoute: () => frame,
      path: '/customers',
      validateSearch: readListSearch,
      component: lazyRouteComponent(() => import('./pages/list.tsx'), 'CustomersPage'),
    }),
    createRoute({
      getParentRoute: () => frame,
      path: '/customers/new',
      component: lazyRouteComponent(() => import('./pages/new.tsx'), 'NewCustomerPage'),
    }),
    createRoute({
      getParentRoute: () => frame,
      path: '/customers/duplicates',
      validateSearch: ({ cards }: Record<string, unknown>) => (typeof cards === 'string' ? { cards } : {}),
      component: lazyRouteComponent(() => import('./pages/duplicates.tsx'), 'DuplicatesPage'),
    }),
    createRoute({
      getParentRoute: () => frame,
      path: '/customers/clean-up',
      validateSearch: readKind,
      component: lazyRouteComponent(() => import('./pages/clean-up.tsx'), 'CleanUpPage'),
    }),
    createRoute({
      getParentRoute: () => frame,
      path: '/customers/$id',
      component: lazyRouteComponent(() => import('./pages/card.tsx'), 'CustomerCardPage'),
    }),
  ],
  publicRoutes: (root) => [
    createRoute({
      getParentRoute: () => root,
      path: '/consent/$token',
      component: lazyRouteComponent(() => import('./pages/privacy-consent.tsx'), 'ConsentPage'),
    }),
    createRoute({
      getParentRoute: () => root,
      path: '/me/at/$shop',
      component: lazyRouteComponent(() => import('./pages/self-shop.tsx'), 'SelfShopPage'),
    }),
    createRoute({
      getParentRoute: () => root,
      path: '/me/$token',
      component: lazyRouteComponent(() => import('./pages/self-link.tsx'), 'SelfLinkPage'),
    }),
  ],
  menu: [
    {
      key: 'customers',
      path: '/customers',
      icon: IconUsers,
      group: 'daily',
      order: 2,
      onPhone: true,
      permission: 'customers.read',
    },
  ],
  panels: [
    {
      place: 'customer.left',
      key: 'self',
      order: 0,
      component: lazy(() => import('./parts/self/self-link-button.tsx')),
    },
    {
      place: 'customer.left',
      key: 'people',
      order: 1,
      component: lazy(() => import('./parts/people/people-card.tsx')),
    },
    {
      place: 'customer.left',
      key: 'occasions',
      order: 2,
      component: lazy(() => import('./parts/people/occasions-card.tsx')),
    },
    {
      place: 'customer.left',
      key: 'stages',
      order: 3,
      component: lazy(() => import('./parts/living/stages-card.tsx')),
    },
    {
      place: 'customer.left',
      key: 'merges',
      order: 9,
      component: lazy(() => import('./parts/duplicates/merged-from.tsx')),
    },
    {
      place: 'customer.left',
      key: 'whoSaw',
      order: 20,
      permission: 'privacy.manage',
      component: lazy(() => import('./parts/privacy/who-saw.tsx')),
    },
    {
      place: 'today.aside',
      key: 'question',
      order: 3,
      permission: 'customers.read',
      component: lazy(() => import('./parts/question-aside.tsx')),
    },
    {
      place: 'counter.aside',
      key: 'question',
      order: 1,
      permission: 'customers.read',
      component: lazy(() => import('./parts/question-aside.tsx')),
    },
  ],
  settings: [
    {
      key: 'fields',
      path: 'fields',
      icon: IconForms,
      group: 'customers',
      order: 1,
      page: lazyRouteComponent(() => import('./pages/fields.tsx'), 'FieldsPage'),
      permission: 'settings.edit',
    },
    {
      key: 'privacy',
      path: 'privacy',
      icon: IconShieldLock,
      group: 'customers',
      order: 5,
      page: lazyRouteComponent(() => import('./pages/privacy.tsx'), 'PrivacyPage'),
      permission: 'privacy.manage',
    },
    {
      key: 'selfService',
      path: 'self-service',
      icon: IconUserEdit,
      group: 'customers',
      order: 4,
      page: lazyRouteComponent(() => import('./pages/self-settings.tsx'), 'SelfSettingsPage'),
      permission: 'settings.edit',
    },
    {
      key: 'privacyLog',
      path: 'privacy-log',
      icon: IconEye,
      group: 'customers',
      order: 6,
      page: lazyRouteComponent(() => import('./pages/privacy-log.tsx'), 'PrivacyLogPage'),
      permission: 'privacy.manage',
    },
  ],
  spotlight: {
    search: findCustomers,
    actions: [
      { key: 'new', icon: IconUserPlus, path: '/customers/new', permission: 'customers.create' },
      { key: 'cleanUp', icon: IconSparkles, path: '/customers/clean-up', permission: 'customers.edit' },
      { key: 'duplicates', icon: IconUsersGroup, path: '/customers/duplicates', permission: 'customers.merge' },
      { key: 'privacyRequests', icon: IconShieldLock, path: '/settings/privacy', permission: 'privacy.manage' },
    ],
  },
};

async function findCustomers(typed: string, signal: AbortSignal): Promise<SpotlightHit[]> {
  const { api } = await import('./api.ts');
  const { items } = await api.list.call({ q: typed, limit: 8 }, { signal });
  return items.map(({ id, name, phone, source }) => {
    const note = phone ?? source;
    return { id, title: name, path: `/customers/${id}`, ...(note ? { note } : {}) };
  });
}
