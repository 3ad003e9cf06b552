import { closeCase, reopenCase } from './close-case.ts';
import { forgetLesson, readClassRules, setClassRule } from './lessons.ts';
import { listCases } from './list-cases.ts';
import { assignCase, openCase } from './open-case.ts';
import { readCase } from './read-case.ts';
import { addStep, agreeSolution, noteCause } from './work-on-case.ts';

export const caseVerbs = {
  list: listCases,
  read: readCase,
  open: openCase,
  assign: assignCase,
  noteCause,
  agree: agreeSolution,
  addStep,
  close: closeCase,
  reopen: reopenCase,
  forget: forgetLesson,
  proposals: readClassRules,
  setRule: setClassRule,
};
