import type { AnyRoute } from '@tanstack/react-router';
import type { ComponentType } from 'react';
import type { DeskTask } from '../../modules/today/contract.ts';

/** Icons are Tabler's, imported one by one: `import { IconUsers } from '@tabler/icons-react'`. */
export type Icon = ComponentType<{ size?: number | string; stroke?: number | string }>;

/**
 * What a module's `index.tsx` exports as its door. Everything heavy in it is lazy: pages by `lazyRouteComponent`,
 * panels by `lazy`. What is not built yet is absent, never empty.
 */
export interface WebModule {
  /** The folder's name; also the namespace of its words. */
  name: string;
  /** Pages inside the frame. `createRoute({ getParentRoute: () => frame, path: '/customers', … })` */
  routes?: (frame: AnyRoute) => AnyRoute[];
  /** Pages without the frame: setup, sign-in, invitation. Reached without a session. */
  publicRoutes?: (root: AnyRoute) => AnyRoute[];
  menu?: MenuEntry[];
  settings?: SettingsPage[];
  panels?: Panel[];
  spotlight?: Spotlight;
}

/** An entry of the menu. Its word is `menu.<key>` in the module's namespace. */
export interface MenuEntry {
  key: string;
  path: `/${string}`;
  icon: Icon;
  group: MenuGroup;
  /** Ascending inside the group. */
  order: number;
  /** What waits behind the entry, e.g. the number of today's cards. Renders nothing when nothing waits. */
  badge?: ComponentType;
  permission?: string;
  /** One of the first four with this mark stands in the phone's bottom bar; the others are under "More". */
  onPhone?: boolean;
}

/** daily: Today, Customers, Counter · keep: Classes … Voice · grow: Prospects … Results. Groups are parted by a gap. */
export type MenuGroup = 'daily' | 'keep' | 'grow';

/** A page under `/settings/<path>`. Its word is `settings.<key>.title`, the line below it `settings.<key>.about`. */
export interface SettingsPage {
  key: string;
  path: string;
  icon: Icon;
  group: 'business' | 'customers' | 'system' | 'person';
  order: number;
  page: ComponentType;
  permission?: string;
}

/** Places that one module opens and others fill, with what a filling is given. */
export interface PanelPlaces {
  /** The top bar, before the person's own button. */
  'frame.top': object;
  /** The customer card: facts at the left, tabs in the middle, insights at the right, buttons at the top. */
  'customer.left': { customerId: string };
  'customer.main': { customerId: string };
  'customer.right': { customerId: string };
  'customer.actions': { customerId: string };
  /** A product that was opened, below its facts. */
  'product.below': { productId: string };
  /** Today: the strip of figures above the cards, and the side column for the chosen customer. */
  'today.strip': object;
  'today.aside': { customerId: string };
  /** Today: what one has to do oneself, above the customers. */
  'today.tasks': { tasks: readonly DeskTask[] };
  /** The counter: what one may ask or do for whoever stands there. */
  'counter.aside': { customerId: string };
  /** The start screen of a workspace without customers: import a file, load the demo shop … */
  'start.offer': object;
}

/** In `customer.main` a panel is a tab and needs the word `panel.<key>` in its module's namespace. */
export type Panel = { [Place in keyof PanelPlaces]: PanelIn<Place> }[keyof PanelPlaces];

export interface PanelIn<Place extends keyof PanelPlaces> {
  place: Place;
  key: string;
  order: number;
  component: ComponentType<PanelPlaces[Place]>;
  permission?: string;
}

export interface Spotlight {
  /** Things to do, found by their word `spotlight.<key>`. */
  actions?: SpotlightAction[];
  /** Finds the module's things (customers, orders) by what was typed. */
  search?: (typed: string, signal: AbortSignal) => Promise<SpotlightHit[]>;
}

export interface SpotlightAction {
  key: string;
  icon: Icon;
  path: `/${string}`;
  permission?: string;
}

export interface SpotlightHit {
  id: string;
  title: string;
  note?: string;
  path: `/${string}`;
}
