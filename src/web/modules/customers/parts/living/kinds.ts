export const CLEAN_UP_KINDS = ['unreachable', 'badPhone', 'old'] as const;
export type CleanUpKind = (typeof CLEAN_UP_KINDS)[number];

/** What an address of the page may say. */
export function readKind({ kind }: Record<string, unknown>): { kind: CleanUpKind } {
  return { kind: CLEAN_UP_KINDS.find((one) => one === kind) ?? 'unreachable' };
}
