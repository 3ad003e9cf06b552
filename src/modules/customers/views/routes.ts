import { listViews } from './read-views.ts';
import { pinView, shareView } from './sharing.ts';
import { changeView, createView, removeView, restoreView } from './views.ts';

export const viewVerbs = {
  list: listViews,
  create: createView,
  change: changeView,
  remove: removeView,
  restore: restoreView,
  pin: pinView,
  share: shareView,
};
