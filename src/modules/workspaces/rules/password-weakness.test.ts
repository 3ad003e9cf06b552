import { describe, expect, test } from 'vitest';
import { ownWords, passwordWeakness } from './password-weakness.ts';

const own = ownWords('林美丽', 'meili.lin@lintea.com', '林记茶行');

describe('a password', () => {
  test.each([
    'seven cups of tea',
    '春天的龙井茶最好喝了呀',
    'correct horse battery staple',
    'fK2#vq9Lw0zT',
    'mein hund frisst gern',
    '8305927416',
    'tangerine-window-lake',
    'meilis blue bicycle sings',
  ])('that nobody guesses is good, of whatever signs: %s', (password) => {
    expect(passwordWeakness(password, own)).toBeNull();
  });

  test.each([
    'Password123',
    'P@ssw0rd2024!',
    'passwordpassword',
    'qwertyuiop',
    'qwerty123456',
    '1qaz2wsx3edc',
    'asdfghjkl;',
    '1234567890',
    '0987654321',
    '9876543210123',
    'aaaaaaaaaaaa',
    'abcabcabcabc',
    'woaini1314520',
    '5201314520',
    'iloveyou2023',
    'admin888888',
    'Welcome2025!',
    'letmein12345',
    '1990010119900101',
    '1111122222',
    'abcdefghij',
    'helloworld1',
  ])('from the lists of leaked ones is refused: %s', (password) => {
    expect(passwordWeakness(password, own)).toBe('common');
  });

  test.each(['林记茶行202411', 'meili.lin88', 'lintea12345', 'meililin@520', '林美丽林美丽1314'])(
    'of one’s own name, address or shop is refused: %s',
    (password) => {
      expect(passwordWeakness(password, own)).toBe('own');
    },
  );

  test('is counted in signs, not in bytes', () => {
    expect(passwordWeakness('龙井茶很好喝', own)).toBe('short');
    expect(passwordWeakness('🍵🍵🍵', own)).toBe('short');
  });

  test('takes no time to refuse, however it is made', () => {
    expect(passwordWeakness('a1'.repeat(100), own)).toBe('common');
    expect(passwordWeakness('abcdefg!'.repeat(25), own)).toBe('common');
  });
});
