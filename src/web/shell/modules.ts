import { care } from '../modules/care/index.tsx';
import { customers } from '../modules/customers/index.tsx';
import { loyalty } from '../modules/loyalty/index.tsx';
import { orders } from '../modules/orders/index.tsx';
import { retention } from '../modules/retention/index.tsx';
import { segments } from '../modules/segments/index.tsx';
import { team } from '../modules/team/index.tsx';
import { today } from '../modules/today/index.tsx';
import { transfer } from '../modules/transfer/index.tsx';
import { workspaces } from '../modules/workspaces/index.tsx';
import type { WebModule } from './module.ts';

/** The only list of web modules, in the order of the house. */
export const webModules: readonly WebModule[] = [
  workspaces,
  transfer,
  customers,
  today,
  team,
  orders,
  segments,
  retention,
  loyalty,
  care,
];
