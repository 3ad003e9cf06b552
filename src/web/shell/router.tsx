import type { QueryClient } from '@tanstack/react-query';
import {
  createRootRouteWithContext,
  createRoute,
  createRouter,
  Outlet,
  redirect,
  type AnyRoute,
} from '@tanstack/react-router';
import { sessionQuery } from '../api/session.ts';
import { PageSkeleton } from '../kit/skeletons.tsx';
import { Frame } from './frame.tsx';
import { menuFor } from './menu.ts';
import type { WebModule } from './module.ts';
import { LostPage, PageError } from './page-error.tsx';
import { settingsRoutes } from './settings/routes.ts';

/** Modules give their routes; the shell puts them inside or outside of the frame. */
export function buildRouter(modules: readonly WebModule[], queries: QueryClient) {
  const root = createRootRouteWithContext<{ queries: QueryClient }>()({
    component: Outlet,
    errorComponent: PageError,
    notFoundComponent: LostPage,
  });
  const frame = createRoute({
    getParentRoute: () => root,
    id: 'frame',
    component: Frame,
    beforeLoad: ({ location }) => admit(queries, location.href),
  });
  const start = createRoute({
    getParentRoute: () => frame,
    path: '/',
    beforeLoad: async () => {
      const first = menuFor(modules, await queries.ensureQueryData(sessionQuery))[0]?.[0];
      throw redirect({ to: first?.path ?? '/settings', replace: true });
    },
  });
  // Inside the frame, so that a mistyped address keeps the menu.
  const lost = createRoute({ getParentRoute: () => frame, path: '$', component: LostPage });
  const inside: AnyRoute[] = modules.flatMap((module) => module.routes?.(frame) ?? []);
  const outside: AnyRoute[] = modules.flatMap((module) => module.publicRoutes?.(root) ?? []);
  return createRouter({
    routeTree: root.addChildren([
      frame.addChildren([start, lost, ...settingsRoutes(frame, modules), ...inside]),
      ...outside,
    ]),
    context: { queries },
    defaultPreload: 'intent',
    defaultPendingComponent: PageSkeleton,
    defaultErrorComponent: PageError,
    scrollRestoration: true,
  });
}

/** Nobody sees the frame without a session in a workspace. */
async function admit(queries: QueryClient, next: string): Promise<void> {
  const session = await queries.ensureQueryData(sessionQuery);
  if (session.setupNeeded) throw redirect({ to: '/setup' });
  if (!session.user) throw redirect({ to: '/sign-in', search: { next } });
  if (!session.workspace) throw redirect({ to: '/workspaces' });
  if (session.secondStepNeeded) throw redirect({ to: '/second-step', search: { next } });
}
