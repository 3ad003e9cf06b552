import { checkDuplicates } from './check.ts';
import { readMerges } from './history.ts';
import { mergeCustomers } from './merge.ts';
import { distinguish } from './pairs.ts';
import { listDuplicates } from './review.ts';

export const duplicateVerbs = {
  list: listDuplicates,
  check: checkDuplicates,
  distinguish,
  merge: mergeCustomers,
  merges: readMerges,
};
