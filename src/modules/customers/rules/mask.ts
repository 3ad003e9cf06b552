import { maskEmail } from './email.ts';
import { maskPhone } from './phone.ts';

/** What stands for covered signs. Nobody's phone, address or number holds three of them in a row. */
export const COVER = '***';

export function isMask(text: string): boolean {
  return text.includes(COVER);
}

/** Enough to compare with what somebody says, never enough to call: 138****8000. */
export function maskPhoneNumber(number: string): string {
  const mask = maskPhone(number);
  return isMask(mask) ? mask : '****';
}

/** The last four of a long number, nothing of a short one. */
export function maskNumber(text: string): string {
  const tail = text.length >= 8 ? text.slice(-4) : '';
  return `${'*'.repeat(Math.min(Math.max(4, text.length - tail.length), 12))}${tail}`;
}

export function maskMail(address: string): string {
  return maskEmail(address);
}

const SHOWN_PARTS = new Set(['country', 'province', 'city']);

/** Which town, not which door. */
export function maskAddress(address: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(address).map(([part, text]) => [part, SHOWN_PARTS.has(part) || text === '' ? text : COVER]),
  );
}
