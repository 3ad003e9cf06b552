import { beginHandOver, changeHandOver, dropHandOver } from './drafts.ts';
import { giveHandOver } from './give.ts';
import { copyLetter } from './letters.ts';
import { listHandedCustomers } from './list-customers.ts';
import { objectToHandOver, openHandOverLink } from './objections.ts';
import { listHandOvers, readHandOver } from './present.ts';
import { takeHandOverBack } from './take-back.ts';
import { watchHandOver } from './watch.ts';

export const handOverVerbs = {
  list: listHandOvers,
  begin: beginHandOver,
  read: readHandOver,
  customers: listHandedCustomers,
  change: changeHandOver,
  drop: dropHandOver,
  give: giveHandOver,
  takeBack: takeHandOverBack,
  letter: copyLetter,
  watch: watchHandOver,
  openLink: openHandOverLink,
  object: objectToHandOver,
};
