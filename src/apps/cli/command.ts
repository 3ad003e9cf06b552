import type { ParseArgsOptionsConfig } from 'node:util';

/** One command of `regulars`. */
export interface Command {
  readonly usage: string;
  readonly summary: string;
  readonly options?: ParseArgsOptionsConfig;
  /** Brings the code that runs it; what that answers is what `--json` prints. */
  readonly load: () => Promise<(given: Given) => Promise<unknown>>;
}

export interface Given {
  readonly words: readonly string[];
  readonly flags: Readonly<Record<string, string | boolean | undefined>>;
  /** Prints a line for people; silent with `--json`. */
  readonly say: (line: string) => void;
}

/** `--workspace W`, by name or id; not needed while there is only one. */
export const workspaceOption = { workspace: { type: 'string', short: 'w' } } as const;

/** Wrong usage: exit code 2 and the command's usage line. */
export class WrongUsage extends Error {}

/** The words a command needs, by name; a missing or surplus one is wrong usage. */
export function wordsOf<const Names extends readonly string[]>(
  given: Given,
  ...names: Names
): Record<Names[number], string> {
  if (given.words.length !== names.length) {
    throw new WrongUsage(names.length === 0 ? `What is "${given.words[0]}" for?` : `Expected: ${names.join(' ')}`);
  }
  return Object.fromEntries(names.map((name, n) => [name, given.words[n]])) as Record<Names[number], string>;
}

export function textFlag(given: Given, name: string): string {
  const value = given.flags[name];
  if (typeof value !== 'string' || value === '') throw new WrongUsage(`--${name} is missing.`);
  return value;
}
