import { may, type Session } from '../api/session.ts';
import type { PlacedEntry, PlacedSettings } from './menu.ts';
import type { Icon, WebModule } from './module.ts';

/** Something the finder can open; `word` is a message key. */
export interface Target {
  key: string;
  word: string;
  /** Message key of a line below. */
  about?: string;
  icon: Icon;
  path: string;
}

export function screensAndActions(
  modules: readonly WebModule[],
  session: Session,
  menu: readonly PlacedEntry[],
  settings: readonly PlacedSettings[],
): Target[] {
  const actions = modules.flatMap(({ name, spotlight }) =>
    (spotlight?.actions ?? [])
      .filter((action) => may(session, action.permission))
      .map(({ key, icon, path }) => ({ key: `${name}.${key}`, word: `${name}:spotlight.${key}`, icon, path })),
  );
  return [
    ...menu.map(({ module, key, icon, path }) => ({ key: path, word: `${module}:menu.${key}`, icon, path })),
    ...actions,
    ...settings.map(({ module, key, icon, path }) => ({
      key: `settings.${path}`,
      word: `${module}:settings.${key}.title`,
      about: `${module}:settings.${key}.about`,
      icon,
      path: `/settings/${path}`,
    })),
  ];
}
