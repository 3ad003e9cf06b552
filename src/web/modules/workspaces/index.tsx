import {
  IconBuilding,
  IconBuildingStore,
  IconHistory,
  IconKey,
  IconShieldCheck,
  IconUserCircle,
  IconUsersGroup,
} from '@tabler/icons-react';
import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { lazy } from 'react';
import type { WebModule } from '../../shell/module.ts';

const text = (value: unknown) => (typeof value === 'string' ? value : undefined);

export const workspaces: WebModule = {
  name: 'workspaces',
  publicRoutes: (root) => [
    createRoute({
      getParentRoute: () => root,
      path: '/setup',
      validateSearch: (search: Record<string, unknown>) => ({ token: text(search['token']) }),
      component: lazyRouteComponent(() => import('./pages/setup.tsx'), 'SetupPage'),
    }),
    createRoute({
      getParentRoute: () => root,
      path: '/sign-in',
      validateSearch: (search: Record<string, unknown>) => ({
        next: text(search['next']),
        company: text(search['company']),
      }),
      component: lazyRouteComponent(() => import('./pages/sign-in.tsx'), 'SignInPage'),
    }),
    createRoute({
      getParentRoute: () => root,
      path: '/password-reset',
      component: lazyRouteComponent(() => import('./pages/password-reset.tsx'), 'AskForResetPage'),
    }),
    createRoute({
      getParentRoute: () => root,
      path: '/password-reset/$token',
      component: lazyRouteComponent(() => import('./pages/password-reset.tsx'), 'ChoosePasswordPage'),
    }),
    createRoute({
      getParentRoute: () => root,
      path: '/invitation/$token',
      component: lazyRouteComponent(() => import('./pages/invitation.tsx'), 'InvitationPage'),
    }),
    createRoute({
      getParentRoute: () => root,
      path: '/company-sign-in',
      component: lazyRouteComponent(() => import('./pages/company-return.tsx'), 'CompanyReturnPage'),
    }),
    createRoute({
      getParentRoute: () => root,
      path: '/second-step',
      validateSearch: (search: Record<string, unknown>) => ({ next: text(search['next']) }),
      component: lazyRouteComponent(() => import('./pages/second-step.tsx'), 'SecondStepPage'),
    }),
    createRoute({
      getParentRoute: () => root,
      path: '/workspaces',
      component: lazyRouteComponent(() => import('./pages/no-workspace.tsx'), 'NoWorkspacePage'),
    }),
  ],
  settings: [
    {
      key: 'business',
      path: 'business',
      icon: IconBuildingStore,
      group: 'business',
      order: 1,
      page: lazyRouteComponent(() => import('./pages/business.tsx'), 'BusinessPage'),
      permission: 'settings.read',
    },
    {
      key: 'members',
      path: 'members',
      icon: IconUsersGroup,
      group: 'business',
      order: 2,
      page: lazyRouteComponent(() => import('./pages/members.tsx'), 'MembersPage'),
    },
    {
      key: 'roles',
      path: 'roles',
      icon: IconShieldCheck,
      group: 'business',
      order: 3,
      page: lazyRouteComponent(() => import('./pages/roles.tsx'), 'RolesPage'),
      permission: 'members.manage',
    },
    {
      key: 'company',
      path: 'company-sign-in',
      icon: IconBuilding,
      group: 'system',
      order: 3,
      page: lazyRouteComponent(() => import('./pages/company.tsx'), 'CompanyPage'),
      permission: 'keys.manage',
    },
    {
      key: 'audit',
      path: 'audit',
      icon: IconHistory,
      group: 'system',
      order: 2,
      page: lazyRouteComponent(() => import('./pages/audit.tsx'), 'AuditPage'),
      permission: 'audit.read',
    },
    {
      key: 'account',
      path: 'account',
      icon: IconUserCircle,
      group: 'person',
      order: 1,
      page: lazyRouteComponent(() => import('./pages/account.tsx'), 'AccountPage'),
    },
    {
      key: 'keys',
      path: 'keys',
      icon: IconKey,
      group: 'system',
      order: 1,
      page: lazyRouteComponent(() => import('./pages/keys.tsx'), 'KeysPage'),
      permission: 'keys.manage',
    },
  ],
  panels: [
    {
      place: 'today.strip',
      key: 'open',
      order: 0,
      component: lazy(() => import('./parts/open-without-tls.tsx')),
      permission: 'settings.edit',
    },
  ],
};
