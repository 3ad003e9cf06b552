import type { Ctx } from '../../kernel/context.ts';
import { displayPhone, normalisePhone } from './rules/phone.ts';

/**
 * The country whose numbers are written without a calling code. ISO 4217 codes begin with the country's; those of
 * unions (EUR) name none, and then only numbers with a calling code are understood wholly.
 */
export function homeCountry(ctx: Pick<Ctx, 'workspace'>): string {
  return ctx.workspace.baseCurrency.slice(0, 2);
}

/** The one spelling of a number that is stored and compared; `undefined` when it cannot be a number. */
export function phoneKey(ctx: Pick<Ctx, 'workspace'>, text: string): string | undefined {
  const phone = normalisePhone(text, homeCountry(ctx));
  return phone && (phone.extension ? `${phone.number}x${phone.extension}` : phone.number);
}

/** What a file or till says, kept as digits where it is no whole number: better than to lose it. */
export function phoneKeyOrDigits(ctx: Pick<Ctx, 'workspace'>, text: string): string | undefined {
  return phoneKey(ctx, text) ?? (text.replace(/[^\d+]/g, '').slice(0, 40) || undefined);
}

/** The digits as dialled at home, with `+` and calling code for other countries. */
export function phoneAsDialled(ctx: Pick<Ctx, 'workspace'>, stored: string | null): string | null {
  return stored && displayPhone(stored, homeCountry(ctx)).replace(/[\s()-]/g, '');
}
