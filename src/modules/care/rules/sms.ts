/** GSM 03.38: what needs seven bits, and what needs two places of them. */
const BASIC =
  '@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà';
const EXTENDED = '^{}\\[~]|€';

export interface SmsSize {
  characters: number;
  /** So many the provider counts and charges. */
  parts: number;
}

/** Chinese gateways: 70 characters, then 67 a part. Elsewhere 160 and 153 while all is of the GSM alphabet. */
export function smsSize(text: string, chinese: boolean): SmsSize {
  const characters = [...text].length;
  if (characters === 0) return { characters, parts: 0 };
  const septets = chinese ? null : septetsOf(text);
  if (septets !== null) return { characters, parts: septets <= 160 ? 1 : Math.ceil(septets / 153) };
  // Outside the basic plane a character takes two places.
  const { length } = text;
  return { characters, parts: length <= 70 ? 1 : Math.ceil(length / 67) };
}

function septetsOf(text: string): number | null {
  let septets = 0;
  for (const character of text) {
    if (BASIC.includes(character)) septets += 1;
    else if (EXTENDED.includes(character)) septets += 2;
    else return null;
  }
  return septets;
}
