import { readAround } from './around.ts';
import { addOccasion, changeOccasion, removeOccasion } from './occasions.ts';
import { addPerson, changePerson, giveCard, removePerson } from './people.ts';

export const peopleVerbs = {
  around: readAround,
  add: addPerson,
  change: changePerson,
  giveCard,
  remove: removePerson,
  addOccasion,
  changeOccasion,
  removeOccasion,
};
