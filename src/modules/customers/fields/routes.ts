import { changeField, createField, removeField, restoreField } from './fields.ts';
import { readLayout, readUsage } from './layout.ts';
import { addSection, arrangeFields, removeSection, renameSection } from './sections.ts';

export const fieldVerbs = {
  list: readLayout,
  usage: readUsage,
  create: createField,
  change: changeField,
  remove: removeField,
  restore: restoreField,
  arrange: arrangeFields,
  sections: { add: addSection, rename: renameSection, remove: removeSection },
};
