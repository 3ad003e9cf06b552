import type { Ctx } from '../../../kernel/context.ts';
import { groupCustomers } from './groups.ts';
import { customerMonth } from './month.ts';
import { listViews } from './read-views.ts';
import { pinView, shareView } from './sharing.ts';
import { changeView, createView, removeView, restoreView } from './views.ts';

export const viewVerbs = {
  groups: groupCustomers,
  month: customerMonth,
  list: listViews,
  create: (ctx: Ctx, input: Parameters<typeof createView>[1]) => createView(ctx, input),
  change: changeView,
  remove: removeView,
  restore: restoreView,
  pin: pinView,
  share: shareView,
};
