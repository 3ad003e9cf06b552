import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Wording } from '../templates/contract.ts';
import { composeMail, composeText, linksOf, type Frame } from './compose.ts';
import { isLink } from './mail-checks.ts';
import { fill, problemOfTags } from './merge-tags.ts';

const frame: Frame = {
  language: 'zh-CN',
  imprint: '林记茶行\n福州南后街 1 号',
  link: (n) => `https://shop.example/c/${n}`,
};
const wording = (blocks: Wording['blocks'], subject = '{{salutation}}，新茶到了'): Wording => ({
  subject,
  preheader: '',
  blocks,
});
const values = { salutation: '王总', name: '王小明', offer: '九折' };

describe('a mail', () => {
  test('says the same in markup and in plain text, and every link is counted by its place', () => {
    const given = wording([
      { kind: 'heading', text: '{{salutation}}，您好' },
      {
        kind: 'text',
        text: '今年的[白茶](https://tea.example/white)到了。\n\n{{#offer}}给您{{offer}}。{{/offer}}{{^offer}}欢迎来坐。{{/offer}}',
      },
      { kind: 'button', text: '看一看', link: 'https://tea.example/' },
      { kind: 'coupon', title: '优惠券', code: '{{coupon}}' },
    ]);
    const { subject, html, text } = composeMail(given, values, {
      ...frame,
      unsubscribe: { url: 'https://shop.example/u', words: '退订' },
    });
    expect(subject).toBe('王总，新茶到了');
    expect(html).toContain('href="https://shop.example/c/0"');
    expect(html).toContain('href="https://shop.example/c/1"');
    expect(html).not.toContain('优惠券');
    expect(text).toContain(
      '王总，您好\n\n今年的白茶 (https://shop.example/c/0)到了。\n\n给您九折。\n\n看一看: https://shop.example/c/1',
    );
    expect(text).toContain('退订: https://shop.example/u');
    expect(linksOf(given).map(({ target }) => target)).toEqual(['https://tea.example/white', 'https://tea.example/']);
  });

  test.each([
    '<script>alert(1)</script>',
    '"><img src=x onerror=alert(1)>',
    '{{shop}}{{constructor}}',
    '[好](javascript:alert(1))',
    '\uE0000\uE001',
    '&lt;b&gt;',
  ])('takes the name %s for a name', (name) => {
    const { html, text, subject } = composeMail(
      wording([{ kind: 'text', text: '{{name}}，您好' }], '{{name}}'),
      { name },
      frame,
    );
    expect(html).not.toMatch(/<script|<img src=x|href="javascript/);
    expect(text).toContain(name.replaceAll(/[\uE000\uE001]/g, '').slice(0, 1));
    expect(subject).not.toMatch(/[\r\n]/);
  });

  test('has one line as its subject, whatever is filled in', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 400 }), (name) => {
        const { subject } = composeMail(
          wording([{ kind: 'text', text: '您好' }], '{{name}}\r\nBcc: all@example.com'),
          { name },
          frame,
        );
        return !/[\r\n\u2028\u2029\0]/.test(subject) && subject.length <= 250;
      }),
    );
  });

  test('is only words where there is no markup', () => {
    expect(
      composeText(
        wording([{ kind: 'heading', text: '您好' }, { kind: 'divider' }, { kind: 'text', text: '{{name}}' }]),
        values,
        frame,
      ),
    ).toBe('您好\n\n—\n\n王小明');
  });
});

describe('merge fields', () => {
  const known = new Set(['name', 'offer']);
  test.each([
    ['{{name}}', null],
    ['{{#offer}}{{offer}}{{/offer}}{{^offer}}{{name}}{{/offer}}', null],
    ['{{phone}}', { problem: 'unknown', tag: 'phone' }],
    ['{{#offer}}{{secret}}{{/offer}}', { problem: 'unknown', tag: 'secret' }],
    ['{{{name}}}', { problem: 'broken', tag: 'name' }],
    ['{{& name}}', { problem: 'broken', tag: 'name' }],
    ['{{> /etc/passwd}}', { problem: 'broken', tag: '/etc/passwd' }],
    ['{{constructor.constructor}}', { problem: 'unknown', tag: 'constructor.constructor' }],
    ['{{__proto__}}', { problem: 'unknown', tag: '__proto__' }],
    ['{{#offer}}', { problem: 'broken', tag: '{{#offer}}' }],
    ['{{=<% %>=}}<%name%>', { problem: 'broken', tag: '<% %>' }],
  ])('%s: %o', (text, problem) => {
    const found = problemOfTags(text, known);
    if (problem === null) expect(found).toBeNull();
    else expect(found).toMatchObject({ problem: problem.problem });
  });

  test('reach nothing but what they are given', () => {
    expect(fill('{{constructor}}{{__proto__}}{{toString}}{{hasOwnProperty}}', { name: '王' })).toBe('');
  });
});

test.each([
  ['https://tea.example/a?b=c', true],
  ['http://localhost:3000/', true],
  ['mailto:lin@tea.example', true],
  ['tel:+86 591 1234', true],
  ['javascript:alert(1)', false],
  ['data:text/html,x', false],
  ['//tea.example', false],
  ['https://{{name}}.example', false],
  ['https://tea.example/" onclick="x', false],
  ['ftp://tea.example', false],
  ['https://', false],
])('%s may be linked to: %s', (link, may) => {
  expect(isLink(link)).toBe(may);
});
