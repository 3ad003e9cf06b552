import { previewDistribution, runDistribution } from './distribute-customers.ts';
import { listLeaving, listPool, returnToPool, takeFromPool } from './pool.ts';
import { changeDistribution, readDistribution } from './settings.ts';

export const distributionVerbs = {
  read: readDistribution,
  change: changeDistribution,
  preview: previewDistribution,
  run: runDistribution,
  pool: { list: listPool, leaving: listLeaving, take: takeFromPool, giveBack: returnToPool },
};
