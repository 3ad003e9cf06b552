import type { Tongue } from '../shapes-contract.ts';

type Parts = Readonly<Record<string, string>>;

/** How an envelope is written: in Chinese from the large to the small and the name last, elsewhere the other way. */
export function addressLines(name: string, address: Parts | null, language: Tongue): string[] {
  const part = (key: string) => address?.[key]?.trim() ?? '';
  const whole = part('text');
  const lines =
    language === 'en'
      ? [
          name,
          ...(whole
            ? [whole]
            : [part('street'), [part('postcode'), part('city')].filter(Boolean).join(' '), part('province')]),
          part('country'),
        ]
      : [
          part('postcode'),
          whole ||
            ['province', 'city', 'district', 'street']
              .map(part)
              .filter((one, at, all) => one && one !== all[at - 1])
              .join(''),
          `${name} ${language === 'zh-TW' ? '\u6536' : '\uff08\u6536\uff09'}`,
        ];
  return lines.filter(Boolean);
}
