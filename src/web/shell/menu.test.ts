import { describe, expect, test } from 'vitest';
import type { Session } from '../api/session.ts';
import { forPhone, menuFor, settingsFor } from './menu.ts';
import type { MenuEntry, WebModule } from './module.ts';
import { screensAndActions } from './targets.ts';

const icon = () => null;
const entry = (key: string, facts: Partial<MenuEntry> = {}): MenuEntry => ({
  key,
  path: `/${key}`,
  icon,
  group: 'daily',
  order: 1,
  ...facts,
});
const session = (...permissions: string[]): Session => ({
  setupNeeded: false,
  secondStepNeeded: false,
  workspaces: [],
  permissions,
  fields: {},
});

const modules: WebModule[] = [
  { name: 'segments', menu: [entry('classes', { group: 'keep' })] },
  {
    name: 'customers',
    menu: [entry('customers', { order: 2, permission: 'customers.read', onPhone: true })],
    settings: [
      { key: 'fields', path: 'fields', icon, group: 'customers', order: 1, page: icon, permission: 'settings.read' },
    ],
    spotlight: { actions: [{ key: 'new', icon, path: '/customers/new', permission: 'customers.create' }] },
  },
  { name: 'today', menu: [entry('today', { order: 1, onPhone: true })] },
];

describe('the menu', () => {
  test('stands in the order of the house, group by group', () => {
    const menu = menuFor(modules, session('customers.read'));
    expect(menu.map((group) => group.map(({ key }) => key))).toEqual([['today', 'customers'], ['classes']]);
  });
  test('leaves out what a person may not open', () => {
    expect(menuFor(modules, session())[0]?.map(({ key }) => key)).toEqual(['today']);
    expect(settingsFor(modules, session())).toEqual([]);
  });
  test('of the phone holds four at most; the rest is under "more"', () => {
    const many = Array.from({ length: 6 }, (_, n) => entry(`e${n}`, { order: n, onPhone: n !== 1 }));
    const { bar, rest } = forPhone(menuFor([{ name: 'x', menu: many }], session()));
    expect(bar.map(({ key }) => key)).toEqual(['e0', 'e2', 'e3', 'e4']);
    expect(rest.flat().map(({ key }) => key)).toEqual(['e1', 'e5']);
  });
});

test('the finder knows screens, actions and settings, as far as one may', () => {
  const find = (...permissions: string[]) => {
    const here = session(...permissions);
    return screensAndActions(modules, here, menuFor(modules, here).flat(), settingsFor(modules, here)).map(
      ({ word, path }) => `${word} ${path}`,
    );
  };
  expect(find()).toEqual(['today:menu.today /today', 'segments:menu.classes /classes']);
  expect(find('customers.create', 'settings.read')).toEqual([
    'today:menu.today /today',
    'segments:menu.classes /classes',
    'customers:spotlight.new /customers/new',
    'customers:settings.fields.title /settings/fields',
  ]);
});
