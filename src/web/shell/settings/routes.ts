import { createRoute, lazyRouteComponent, type AnyRoute } from '@tanstack/react-router';
import type { WebModule } from '../module.ts';

/** `/settings` lists what modules contribute; each contribution is a page below it. */
export function settingsRoutes(frame: AnyRoute, modules: readonly WebModule[]): AnyRoute[] {
  const pages = modules.flatMap((module) => module.settings ?? []);
  if (pages.length === 0) return [];
  const settings = createRoute({
    getParentRoute: () => frame,
    path: '/settings',
    component: lazyRouteComponent(() => import('./settings-layout.tsx'), 'SettingsLayout'),
  });
  return [
    settings.addChildren(
      pages.map(({ path, page }) =>
        createRoute({ getParentRoute: () => settings, path, component: page as () => React.ReactNode }),
      ),
    ),
  ];
}
