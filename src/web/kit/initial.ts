/** 单雄信 → 单; Anna Berg → AB; anna → A. */
export function initialOf(name: string): string {
  const words = name.trim().split(/\s+/);
  const [first = '', last] = [words[0], words.length > 1 ? words.at(-1) : undefined];
  const letter = [...first][0] ?? '';
  if (/\p{Script=Han}/u.test(letter) || last === undefined) return letter.toUpperCase();
  return (letter + ([...last][0] ?? '')).toUpperCase();
}
