import { IconBell, IconCalendarTime, IconChecklist, IconPlus, IconUserShare, IconUsersPlus } from '@tabler/icons-react';
import { createRoute, lazyRouteComponent, redirect } from '@tanstack/react-router';
import { lazy } from 'react';
import type { WebModule } from '../../shell/module.ts';
import { readTaskSearch } from './parts/search.ts';

export const team: WebModule = {
  name: 'team',
  routes: (frame) => [
    createRoute({
      getParentRoute: () => frame,
      path: '/team',
      beforeLoad: () => {
        throw redirect({ to: '/team/tasks' });
      },
    }),
    createRoute({
      getParentRoute: () => frame,
      path: '/team/new',
      beforeLoad: () => {
        throw redirect({ to: '/team/tasks', search: { new: true } as never });
      },
    }),
    createRoute({
      getParentRoute: () => frame,
      path: '/team/tasks',
      validateSearch: readTaskSearch,
      component: lazyRouteComponent(() => import('./pages/tasks.tsx'), 'TasksPage'),
    }),
    createRoute({
      getParentRoute: () => frame,
      path: '/team/board',
      component: lazyRouteComponent(() => import('./pages/board.tsx'), 'BoardPage'),
    }),
    createRoute({
      getParentRoute: () => frame,
      path: '/team/calendar',
      component: lazyRouteComponent(() => import('./pages/calendar.tsx'), 'CalendarPage'),
    }),
    createRoute({
      getParentRoute: () => frame,
      path: '/team/pool',
      component: lazyRouteComponent(() => import('./pages/pool.tsx'), 'PoolPage'),
    }),
    createRoute({
      getParentRoute: () => frame,
      path: '/team/distribution',
      component: lazyRouteComponent(() => import('./pages/distribution.tsx'), 'DistributionPage'),
    }),
    createRoute({
      getParentRoute: () => frame,
      path: '/team/hand-over',
      component: lazyRouteComponent(() => import('./pages/hand-overs.tsx'), 'HandOversPage'),
    }),
    createRoute({
      getParentRoute: () => frame,
      path: '/team/hand-over/$id',
      component: lazyRouteComponent(() => import('./pages/hand-over.tsx'), 'HandOverPage'),
    }),
    createRoute({
      getParentRoute: () => frame,
      path: '/team/story/$id',
      component: lazyRouteComponent(() => import('./pages/story.tsx'), 'StoryPage'),
    }),
    createRoute({
      getParentRoute: () => frame,
      path: '/team/training',
      component: lazyRouteComponent(() => import('./pages/training.tsx'), 'TrainingPage'),
    }),
    createRoute({
      getParentRoute: () => frame,
      path: '/team/training/$id',
      component: lazyRouteComponent(() => import('./pages/course.tsx'), 'CoursePage'),
    }),
    createRoute({
      getParentRoute: () => frame,
      path: '/team/results',
      component: lazyRouteComponent(() => import('./pages/results.tsx'), 'ResultsPage'),
    }),
    createRoute({
      getParentRoute: () => frame,
      path: '/team/results/$memberId',
      component: lazyRouteComponent(() => import('./pages/colleague.tsx'), 'ColleaguePage'),
    }),
    createRoute({
      getParentRoute: () => frame,
      path: '/team/incentives',
      component: lazyRouteComponent(() => import('./pages/incentives.tsx'), 'IncentivesPage'),
    }),
  ],
  publicRoutes: (root) => [
    createRoute({
      getParentRoute: () => root,
      path: '/hand-over/$token',
      component: lazyRouteComponent(() => import('./pages/objection.tsx'), 'ObjectionPage'),
    }),
  ],
  menu: [{ key: 'team', path: '/team', icon: IconChecklist, group: 'daily', order: 4, permission: 'tasks.read' }],
  settings: [
    {
      key: 'calendar',
      path: 'calendar',
      icon: IconCalendarTime,
      group: 'business',
      order: 40,
      permission: 'settings.read',
      page: lazyRouteComponent(() => import('./pages/shop-calendar.tsx'), 'ShopCalendarPage'),
    },
    {
      key: 'notifications',
      path: 'notifications',
      icon: IconBell,
      group: 'person',
      order: 20,
      page: lazyRouteComponent(() => import('./pages/notifications.tsx'), 'NotificationsPage'),
    },
  ],
  panels: [
    { place: 'frame.top', key: 'bell', order: 1, component: lazy(() => import('./parts/bell.tsx')) },
    {
      place: 'today.tasks',
      key: 'tasks',
      order: 1,
      permission: 'tasks.read',
      component: lazy(() => import('./parts/today-tasks.tsx')),
    },
    {
      place: 'customer.main',
      key: 'tasks',
      order: 5,
      permission: 'tasks.read',
      component: lazy(() => import('./parts/customer-tasks.tsx')),
    },
  ],
  spotlight: {
    actions: [
      { key: 'newTask', icon: IconPlus, path: '/team/new', permission: 'tasks.edit' },
      { key: 'handOver', icon: IconUserShare, path: '/team/hand-over', permission: 'members.manage' },
      { key: 'pool', icon: IconUsersPlus, path: '/team/pool', permission: 'pool.take' },
    ],
  },
};
