import { may, useSession, type Session } from '../api/session.ts';
import type { MenuEntry, MenuGroup, SettingsPage, WebModule } from './module.ts';
import { useModules } from './panels.tsx';
import { placed } from './placed.ts';

export interface PlacedEntry extends MenuEntry {
  module: string;
}

export interface PlacedSettings extends SettingsPage {
  module: string;
}

const groups: readonly MenuGroup[] = ['daily', 'keep', 'grow'];

/** What this person may open, group by group; groups without an entry are left out. */
export function menuFor(modules: readonly WebModule[], session: Session): PlacedEntry[][] {
  const entries = modules.flatMap((module) => placed(module, module.menu));
  const open = entries.filter((entry) => may(session, entry.permission)).sort((a, b) => a.order - b.order);
  return groups.map((group) => open.filter((entry) => entry.group === group)).filter((entries) => entries.length > 0);
}

export function useMenu(): PlacedEntry[][] {
  return menuFor(useModules(), useSession());
}

export function settingsFor(modules: readonly WebModule[], session: Session): PlacedSettings[] {
  return modules
    .flatMap((module) => placed(module, module.settings))
    .filter((page) => may(session, page.permission))
    .sort((a, b) => a.order - b.order);
}

export function useSettings(): PlacedSettings[] {
  return settingsFor(useModules(), useSession());
}

const PHONE_PLACES = 4;

/** The phone's bottom bar, and what is left for "More". */
export function forPhone(menu: PlacedEntry[][]): { bar: PlacedEntry[]; rest: PlacedEntry[][] } {
  const bar = menu
    .flat()
    .filter((entry) => entry.onPhone)
    .slice(0, PHONE_PLACES);
  const rest = menu.map((group) => group.filter((entry) => !bar.includes(entry))).filter((group) => group.length > 0);
  return { bar, rest };
}
