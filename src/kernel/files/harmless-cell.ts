const FORMULA_START = '=+\\-@\\t\\r\\n＝＋－＠';
const NEEDS_APOSTROPHE = new RegExp(`^'*[${FORMULA_START}]`);
const HAS_APOSTROPHE = new RegExp(`^'+[${FORMULA_START}]`);
const PLAIN_NUMBER = /^-\d+(\.\d+)?$/;

/**
 * Text that no spreadsheet takes for a formula; `restoreCell` gives the original back. A negative number is none and
 * stays a number.
 */
export function harmlessCell(text: string): string {
  return NEEDS_APOSTROPHE.test(text) && !PLAIN_NUMBER.test(text) ? `'${text}` : text;
}

/** The text that a cell stands for: without our apostrophe, and without the `="00123"` by which tills keep zeros. */
export function restoreCell(text: string): string {
  if (HAS_APOSTROPHE.test(text)) return text.slice(1);
  const keptZeros = /^="([^"]*)"$/.exec(text);
  return keptZeros?.[1] ?? text;
}

/** One cell of a CSV file, harmless and quoted where it must be. */
export function csvCell(cell: string | null): string {
  const text = harmlessCell(cell ?? '');
  return /[",\r\n]/.test(text) || text !== text.trim() ? `"${text.replaceAll('"', '""')}"` : text;
}
