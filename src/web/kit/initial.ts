/** 单雄信 → 单; Anna Berg → AB; anna → A; nothing where a name begins with no letter, as 00042 does. */
export function initialOf(name: string): string {
  const words = name.trim().split(/\s+/);
  const [first = '', last] = [words[0], words.length > 1 ? words.at(-1) : undefined];
  const letter = letterOf(first);
  if (/\p{Script=Han}/u.test(letter) || last === undefined) return letter;
  return letter && letter + letterOf(last);
}

function letterOf(word: string): string {
  const [first = ''] = [...word];
  return /\p{L}/u.test(first) ? first.toUpperCase() : '';
}
