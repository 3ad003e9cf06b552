import { OWN_FIELDS } from '../rules/merge-tags.ts';

const further = new Set<string>();

/** A merge field that a module fills in `fields` of its messages; its word is `care:tag.<name>` or the module's own. */
export function registerMergeField(name: string): void {
  further.add(name);
}

export function mergeFields(): ReadonlySet<string> {
  return new Set([...OWN_FIELDS, ...further]);
}
