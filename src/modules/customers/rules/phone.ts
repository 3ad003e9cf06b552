import { CALLING_CODES, PLANS } from './phone-plans.ts';
import type { NumberPlan } from './phone-plans.ts';

export type Phone = {
  /**
   * `+` and digits, or bare digits for a `local` number whose area or country is not known. Equal numbers have equal
   * text.
   */
  number: string;
  display: string;
  kind: 'mobile' | 'landline' | 'service' | 'other' | 'local';
  country?: string;
  extension?: string;
};

/**
 * Reads a phone number as people and tills write it. Knows the number plans of mainland China, Taiwan, Hong Kong and
 * Macau; other countries by calling code only. `undefined` when the text holds no one number: too short, two numbers,
 * masked (139****0001), or ruined by a spreadsheet (1.39E+10).
 */
export function normalisePhone(text: string, defaultCountry: string): Phone | undefined {
  const written = readWritten(text);
  if (!written) return undefined;
  const found = written.international
    ? fromInternational(written.digits)
    : fromNational(written.digits, defaultCountry.toUpperCase());
  if (!found) return undefined;
  const display = displayPhone(found.number, defaultCountry);
  return written.extension ? { ...found, display, extension: written.extension } : { ...found, display };
}

/** Grouped for reading; with its calling code only where that differs from the reader's country. */
export function displayPhone(number: string, defaultCountry: string): string {
  const plan = planOf(number);
  if (!plan) return number.startsWith('+') ? withCallingCode(number) : number;
  const national = number.slice(plan.code.length + 1);
  const rule = plan.rules.find(({ pattern }) => pattern.test(national));
  if (!rule) return `+${plan.code} ${national}`;
  if (plan.country === defaultCountry.toUpperCase())
    return (rule.trunk ?? '') + national.replace(rule.pattern, rule.groups);
  return `+${plan.code} ${national.replace(rule.pattern, rule.groups.replaceAll('-', ' '))}`;
}

/** 139****0001: the tail stays readable, at least four digits before it do not. */
export function maskPhone(number: string): string {
  const digits = nationalForm(number);
  const tail = Math.min(4, Math.max(0, digits.length - 4));
  const head = Math.max(0, Math.min(3, digits.length - tail - 4));
  return digits.slice(0, head) + '*'.repeat(digits.length - head - tail) + digits.slice(digits.length - tail);
}

export function phoneTail(number: string, length = 4): string {
  return number.replace(/\D/g, '').slice(-length);
}

/**
 * The digit strings by which somebody may look for a number: with calling code, and as dialled at home when that begins
 * otherwise.
 */
export function searchableDigits(number: string): string[] {
  const digits = number.replace(/\D/g, '');
  if (digits === '') return [];
  const home = nationalForm(number);
  return digits.endsWith(home) ? [digits] : [digits, home];
}

const KNOWN_CODES = Object.values(CALLING_CODES);

const SHORTEST = 7;
// ITU-T E.164: at most 15 digits with the calling code.
const LONGEST = 15;

type Written = { digits: string; international: boolean; extension?: string };

function readWritten(text: string): Written | undefined {
  if (text.length > 80) return undefined;
  // A label before the number is let go, and so is the fraction that a spreadsheet adds.
  const tidy = text
    .normalize('NFKC')
    .replace(/^[^\d+(*]+/, '')
    .trim()
    .replace(/^(\d{7,15})\.0+$/, '$1')
    .replace(/^(\+[\d\s]+)\(0\)/, '$1');
  if (/^\d(?:\.\d+)?e[+-]?\d+$/i.test(tidy)) return undefined;
  const match = /^(\+?[\d\s().\u2010-\u2015-]+?)\s*(?:(?:[\p{L}.:]+|[#,;])\s*(\d{1,6}))?$/u.exec(tidy);
  if (!match?.[1]) return undefined;
  const international = match[1].startsWith('+') || /^00[1-9]/.test(match[1]);
  const digits = match[1].replace(/\D/g, '').replace(/^00(?=[1-9])/, '');
  if (digits.length < SHORTEST || digits.length > LONGEST + 1) return undefined;
  return match[2] ? { digits, international, extension: match[2] } : { digits, international };
}

function fromInternational(digits: string): Omit<Phone, 'display'> | undefined {
  const plan = PLANS.find(({ code }) => digits.startsWith(code));
  // '+86 010 …' is common, and no plan known here has a national number that begins with 0.
  if (plan) return fromPlan(digits.slice(plan.code.length).replace(/^0/, ''), plan);
  return digits.length > LONGEST || digits.startsWith('0') ? undefined : { number: `+${digits}`, kind: 'other' };
}

function fromNational(digits: string, country: string): Omit<Phone, 'display'> | undefined {
  const plan = PLANS.find((plan) => plan.country === country);
  if (plan) return fromHome(digits, plan);
  const code = CALLING_CODES[country];
  if (!code) return local(digits);
  if (digits.startsWith(code) && digits.length > 10) return { number: `+${digits}`, kind: 'other' };
  // Italy keeps the 0 of its area codes after the calling code.
  const national = country === 'IT' ? digits : digits.replace(/^0/, '');
  return national.length + code.length > LONGEST ? undefined : { number: `+${code}${national}`, kind: 'other' };
}

function fromHome(digits: string, plan: NumberPlan): Omit<Phone, 'display'> | undefined {
  const hasCode = digits.startsWith(plan.code);
  for (const national of [
    digits,
    digits.replace(/^0/, ''),
    hasCode ? digits.slice(plan.code.length).replace(/^0/, '') : '',
  ]) {
    const rule = plan.rules.find(({ pattern }) => pattern.test(national));
    // 0591 8765 4321 is a landline; the same ten digits without the 0 are not dialled by anybody, and may be something
    // else.
    if (rule && (rule.kind !== 'landline' || !rule.trunk || national !== digits)) {
      return { number: `+${plan.code}${national}`, kind: rule.kind, country: plan.country };
    }
  }
  return local(digits);
}

function fromPlan(national: string, plan: NumberPlan): Omit<Phone, 'display'> | undefined {
  if (national.length + plan.code.length > LONGEST || !/^[1-9]\d{4}/.test(national)) return undefined;
  const kind = plan.rules.find(({ pattern }) => pattern.test(national))?.kind ?? 'other';
  return { number: `+${plan.code}${national}`, kind, country: plan.country };
}

function local(digits: string): Omit<Phone, 'display'> | undefined {
  return digits.length > LONGEST ? undefined : { number: digits, kind: 'local' };
}

function planOf(number: string): NumberPlan | undefined {
  return number.startsWith('+') ? PLANS.find(({ code }) => number.startsWith(code, 1)) : undefined;
}

function nationalForm(number: string): string {
  const plan = planOf(number);
  if (!plan) return number.replace(/\D/g, '');
  const national = number.slice(plan.code.length + 1).replace(/\D/g, '');
  const rule = plan.rules.find(({ pattern }) => pattern.test(national));
  return (rule?.trunk ?? '') + national;
}

function withCallingCode(number: string): string {
  const code = KNOWN_CODES.find((code) => number.startsWith(code, 1));
  return code ? `+${code} ${number.slice(code.length + 1)}` : number;
}
