import { IconMailCog, IconMailHeart, IconPlus, IconSend } from '@tabler/icons-react';
import { createRoute, lazyRouteComponent, redirect } from '@tanstack/react-router';
import { lazy } from 'react';
import type { WebModule } from '../../shell/module.ts';

export const care: WebModule = {
  name: 'care',
  routes: (frame) => [
    createRoute({
      getParentRoute: () => frame,
      path: '/care',
      beforeLoad: () => {
        throw redirect({ to: '/care/campaigns' });
      },
    }),
    createRoute({
      getParentRoute: () => frame,
      path: '/care/campaigns',
      component: lazyRouteComponent(() => import('./pages/campaigns.tsx'), 'CampaignsPage'),
    }),
    createRoute({
      getParentRoute: () => frame,
      path: '/care/campaigns/$id',
      component: lazyRouteComponent(() => import('./pages/campaign.tsx'), 'CampaignPage'),
    }),
    createRoute({
      getParentRoute: () => frame,
      path: '/care/journeys',
      component: lazyRouteComponent(() => import('./journeys/list-page.tsx'), 'JourneysPage'),
    }),
    createRoute({
      getParentRoute: () => frame,
      path: '/care/journeys/$id',
      component: lazyRouteComponent(() => import('./journeys/journey-page.tsx'), 'JourneyPage'),
    }),
    createRoute({
      getParentRoute: () => frame,
      path: '/care/events',
      component: lazyRouteComponent(() => import('./events/list-page.tsx'), 'EventsPage'),
    }),
    createRoute({
      getParentRoute: () => frame,
      path: '/care/events/$id',
      component: lazyRouteComponent(() => import('./events/event-page.tsx'), 'EventPage'),
    }),
    createRoute({
      getParentRoute: () => frame,
      path: '/care/events/$id/door',
      component: lazyRouteComponent(() => import('./events/door-page.tsx'), 'DoorPage'),
    }),
    createRoute({
      getParentRoute: () => frame,
      path: '/care/articles',
      component: lazyRouteComponent(() => import('./content/list-page.tsx'), 'ArticlesPage'),
    }),
    createRoute({
      getParentRoute: () => frame,
      path: '/care/articles/$id',
      component: lazyRouteComponent(() => import('./content/article-page.tsx'), 'ArticlePage'),
    }),
    createRoute({
      getParentRoute: () => frame,
      path: '/care/greetings',
      component: lazyRouteComponent(() => import('./greetings/list-page.tsx'), 'GreetingsPage'),
    }),
    createRoute({
      getParentRoute: () => frame,
      path: '/care/templates',
      component: lazyRouteComponent(() => import('./pages/templates.tsx'), 'TemplatesPage'),
    }),
    createRoute({
      getParentRoute: () => frame,
      path: '/care/templates/$id',
      component: lazyRouteComponent(() => import('./pages/template.tsx'), 'TemplatePage'),
    }),
  ],
  menu: [{ key: 'care', path: '/care', icon: IconMailHeart, group: 'keep', order: 4, permission: 'care.read' }],
  settings: [
    {
      key: 'channels',
      path: 'channels',
      icon: IconMailCog,
      group: 'business',
      order: 50,
      permission: 'settings.read',
      page: lazyRouteComponent(() => import('./pages/channels.tsx'), 'ChannelsPage'),
    },
  ],
  panels: [
    {
      place: 'customer.right',
      key: 'pause',
      order: 9,
      permission: 'care.read',
      component: lazy(() => import('./parts/pause-card.tsx')),
    },
  ],
  spotlight: {
    actions: [
      { key: 'campaigns', icon: IconSend, path: '/care/campaigns', permission: 'care.read' },
      { key: 'newTemplate', icon: IconPlus, path: '/care/templates/new', permission: 'care.edit' },
    ],
  },
};
