import type { Ctx } from '../../../../kernel/context.ts';

/** Rows that belong to a person without naming a customer themselves: lines of their orders, answers to their letters. */
export interface PackagePart {
  /** The table, whose word is the message key `customers:privacy.package.<key>`. */
  key: string;
  read(ctx: Ctx, cards: readonly string[]): Promise<Record<string, unknown>[]>;
}

const parts = new Map<string, PackagePart>();

/** Called by `module.ts` of the module whose rows these are, once at start. */
export function registerPackagePart(part: PackagePart): void {
  parts.set(part.key, part);
}

export function packageParts(): PackagePart[] {
  return [...parts.values()];
}
