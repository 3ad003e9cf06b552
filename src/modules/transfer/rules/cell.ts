export type Cell<Value> =
  | { ok: true; value: Value }
  | { ok: false; code: CellProblem; params: Record<string, string | number> };

export type CellProblem =
  | 'CELL_EMPTY'
  | 'DATE_NOT_UNDERSTOOD'
  | 'DATE_AMBIGUOUS'
  | 'DATE_NOT_REAL'
  | 'AMOUNT_NOT_UNDERSTOOD'
  | 'AMOUNT_IS_PERCENT'
  | 'QUANTITY_NOT_UNDERSTOOD'
  | 'PHONE_DAMAGED'
  | 'PHONE_NOT_UNDERSTOOD'
  | 'GENDER_NOT_UNDERSTOOD'
  | 'YES_NO_NOT_UNDERSTOOD'
  | 'BIRTHDAY_NOT_UNDERSTOOD'
  | 'BIRTHDAY_YEAR_ONLY';

export function understood<Value>(value: Value): Cell<Value> {
  return { ok: true, value };
}

/** The text is shown to the person who mends the file, so it is cut to a length that fits a sentence. */
export function refused(code: CellProblem, text: string): Cell<never> {
  return { ok: false, code, params: { text: text.length > 60 ? `${text.slice(0, 60)}…` : text } };
}

/** Full-width digits, letters and signs become plain ones; blanks at the ends go. */
export function plainText(text: string): string {
  return text
    .normalize('NFKC')
    .replace(/[\u200b-\u200f\u2060\ufeff]/g, '')
    .replace(/[\u2010-\u2015\u2212]/g, '-')
    .trim();
}
