import { isCivilDate } from '../../../../maths/calendar.ts';
import { normaliseEmail } from '../../rules/email.ts';
import type { FieldType } from './field.ts';

const tests: readonly [FieldType, (text: string) => boolean][] = [
  ['email', (text) => text.includes('@') && normaliseEmail(text) !== undefined],
  ['link', (text) => /^https?:\/\/\S+$/i.test(text)],
  ['date', (text) => isCivilDate(text.replace(/[/.]/g, '-').replace(/-(\d)(?!\d)/g, '-0$1'))],
  // A number with a nought in front is a code.
  ['number', (text) => /^-?(0|[1-9]\d{0,11})(\.\d{1,6})?$/.test(text)],
  ['longText', (text) => text.length > 60 || text.includes('\n')],
];

/** What a column holds, as far as its first cells tell; what is unclear is text. */
export function guessType(samples: readonly string[]): FieldType {
  const cells = samples.map((sample) => sample.trim()).filter((cell) => cell !== '');
  const fits = tests.find(([, test]) => cells.length > 0 && cells.every(test));
  return fits?.[0] ?? 'text';
}
