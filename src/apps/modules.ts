import type { Job } from '../kernel/jobs/jobs.ts';
import type { ServerModule } from '../kernel/module.ts';
import type { Reaction } from '../kernel/outbox.ts';
import type { SealedPlaces } from '../kernel/rotate-secrets.ts';
import { careModule } from '../modules/care/module.ts';
import { customersModule } from '../modules/customers/module.ts';
import { sealedFieldPurpose } from '../modules/customers/index.ts';
import { loyaltyModule } from '../modules/loyalty/module.ts';
import { ordersModule } from '../modules/orders/module.ts';
import { retentionModule } from '../modules/retention/module.ts';
import { segmentsModule } from '../modules/segments/module.ts';
import { teamModule } from '../modules/team/module.ts';
import { todayModule } from '../modules/today/module.ts';
import { transferModule } from '../modules/transfer/module.ts';
import { workspacesModule } from '../modules/workspaces/module.ts';

/** Every server module, in the order of the house: a module may call only those above it. */
export const modules: readonly ServerModule[] = [
  workspacesModule,
  transferModule,
  customersModule,
  todayModule,
  teamModule,
  ordersModule,
  segmentsModule,
  retentionModule,
  loyaltyModule,
  careModule,
];

export const jobs: readonly Job[] = modules.flatMap((module) => module.jobs ?? []);
/** Whatever is sealed, for when SECRET_KEY is replaced. */
export const sealed: SealedPlaces = {
  columns: modules.flatMap((module) => module.sealed ?? []),
  inJson: sealedFieldPurpose,
};
export const reactions: readonly Reaction[] = modules.flatMap((module) => module.reactions ?? []);
