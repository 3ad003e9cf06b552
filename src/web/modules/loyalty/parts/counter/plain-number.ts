/** What people type for a number → plain digits: full-width figures, thousands and the currency sign go. */
export function plainNumber(typed: string): string {
  return typed.normalize('NFKC').replace(/[\s,￥¥$€]/g, '');
}
