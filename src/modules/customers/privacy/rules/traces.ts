/** What to look for where an erased person may have left traces besides the rows about them. */
export interface Traces {
  /** Wherever they stand in a text. */
  parts: string[];
  /** Only where they are the whole of it: too short or too common to be cut out of what others wrote. */
  wholes: string[];
  /** Both as they stand in JSON. */
  needles: string[];
}

const MOST = 400;
const LONGEST = 400;

/**
 * `facts`: everything the person's rows said. `shared`: what a living customer says, too (a name, a family's phone);
 * that is left alone.
 */
export function tracesOf(facts: readonly (string | null | undefined)[], shared: ReadonlySet<string>): Traces {
  const said = new Set(
    facts.flatMap((fact) => {
      const text = fact?.trim();
      return text && !shared.has(text) && isTelling(text) ? [text.slice(0, LONGEST)] : [];
    }),
  );
  // The longest first, so that a text is gone before what it contains is.
  const all = [...said].sort((a, b) => b.length - a.length).slice(0, MOST);
  const parts = all.filter(isDistinctive);
  return { parts, wholes: all.filter((text) => !isDistinctive(text)), needles: all.map(asInJson) };
}

/** A word of the program, or a digit or two, is nobody's. */
function isTelling(text: string): boolean {
  return text.length >= 2 && (isHan(text) || /[\p{Lu}\s@]/u.test(text) || /\d{4}/.test(text) || text.length >= 12);
}

/** Long enough to be met by chance hardly ever. */
function isDistinctive(text: string): boolean {
  return text.length >= (isHan(text) ? 3 : 6);
}

function isHan(text: string): boolean {
  return /\p{Script=Han}/u.test(text);
}

function asInJson(text: string): string {
  return JSON.stringify(text).slice(1, -1);
}

/** Every text in a value of any shape. */
export function textsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  if (Array.isArray(value)) return value.flatMap(textsIn);
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsIn) : [];
}
