import type { ParseArgsOptionsConfig } from 'node:util';
import { z } from 'zod';

/** One command of `regulars`. `run` answers what `--json` prints; `say` is for people. */
export interface Command {
  readonly usage: string;
  readonly summary: string;
  readonly options?: ParseArgsOptionsConfig;
  readonly run: (given: Given) => Promise<unknown>;
}

export interface Given {
  readonly words: readonly string[];
  readonly flags: Readonly<Record<string, string | boolean | undefined>>;
  /** Prints a line for people; silent with `--json`. */
  readonly say: (line: string) => void;
}

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

/** An e-mail address as sign-in takes it. */
export function emailFrom(text: string): string {
  const parsed = z.email().safeParse(text.trim());
  if (!parsed.success) throw new WrongUsage(`"${text}" is not an e-mail address.`);
  return parsed.data;
}
