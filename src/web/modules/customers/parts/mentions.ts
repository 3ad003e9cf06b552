import type { Member } from './members.ts';

/** The name being typed after an @ before the caret, if one is. */
export function mentionAt(text: string, caret: number): { start: number; typed: string } | undefined {
  const before = text.slice(0, caret);
  const start = before.lastIndexOf('@');
  if (start === -1 || (start > 0 && /[\w.]/.test(before[start - 1] ?? ''))) return undefined;
  const typed = before.slice(start + 1);
  return /[\s@]/.test(typed) || typed.length > 30 ? undefined : { start, typed };
}

/** The text with the mention completed, and where the caret goes. */
export function withMention(
  text: string,
  caret: number,
  { start }: { start: number },
  name: string,
): { text: string; caret: number } {
  const head = `${text.slice(0, start)}@${name} `;
  return { text: head + text.slice(caret).replace(/^ /, ''), caret: head.length };
}

/** Who is named in a text. */
export function mentionedIn(text: string, members: readonly Pick<Member, 'id' | 'name'>[]): string[] {
  return members.filter(({ name }) => name !== '' && text.includes(`@${name}`)).map(({ id }) => id);
}
