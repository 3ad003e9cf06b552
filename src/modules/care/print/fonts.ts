import { existsSync } from 'node:fs';
import type { Tongue } from '../shapes-contract.ts';

/** A font file and, where several fonts stand in it, which one. */
export interface FontFile {
  path: string;
  family?: string | undefined;
}

/** Fonts with Chinese letters as systems have them: Debian and its kin, macOS, Windows. PDF viewers do not have them for us. */
const PLACES: readonly { path: string; simplified?: string; traditional?: string }[] = [
  ...['/usr/share/fonts/opentype/noto', '/usr/share/fonts/noto-cjk', '/usr/share/fonts/google-noto-cjk'].map(
    (folder) => ({
      path: `${folder}/NotoSansCJK-Regular.ttc`,
      simplified: 'NotoSansCJKsc-Regular',
      traditional: 'NotoSansCJKtc-Regular',
    }),
  ),
  {
    path: '/usr/share/fonts/truetype/wqy/wqy-microhei.ttc',
    simplified: 'WenQuanYiMicroHei',
    traditional: 'WenQuanYiMicroHei',
  },
  { path: '/System/Library/Fonts/STHeiti Light.ttc', simplified: 'STHeitiSC-Light', traditional: 'STHeitiTC-Light' },
  { path: 'C:\\Windows\\Fonts\\msyh.ttc', simplified: 'MicrosoftYaHei', traditional: 'MicrosoftYaHei' },
  { path: 'C:\\Windows\\Fonts\\simhei.ttf' },
];

/** Null where the machine has none. */
export function chineseFont(language: Tongue, there: (path: string) => boolean = existsSync): FontFile | null {
  const found = PLACES.find(({ path }) => there(path));
  if (!found) return null;
  return { path: found.path, family: language === 'zh-TW' ? found.traditional : found.simplified };
}

/** Whether a text needs more letters than the fonts that every PDF viewer has. */
export function needsChineseFont(text: string): boolean {
  // Windows-1252, in which those fonts are told.
  return /[^\t\n\r\x20-\x7e\xa0-\xff\u2013\u2014\u2018\u2019\u201c\u201d\u2022\u2026\u20ac]/.test(text);
}
