import { readAround } from './around.ts';
import type { Ctx } from '../../../kernel/context.ts';
import type { NewOccasion, NewPerson } from './contract.ts';
import { addOccasion, changeOccasion, removeOccasion } from './occasions.ts';
import { addPerson, changePerson, giveCard, removePerson } from './people.ts';

export const peopleVerbs = {
  around: readAround,
  add: (ctx: Ctx, input: NewPerson) => addPerson(ctx, input),
  change: changePerson,
  giveCard,
  remove: removePerson,
  addOccasion: (ctx: Ctx, input: NewOccasion) => addOccasion(ctx, input),
  changeOccasion,
  removeOccasion,
};
