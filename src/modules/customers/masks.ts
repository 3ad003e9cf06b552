import { fieldReach, fieldShown, fieldWritable, type FieldReach } from '../../kernel/access.ts';
import type { Ctx } from '../../kernel/context.ts';
import { refusals } from '../../kernel/errors.ts';
import { customerErrors, type Customer } from './contract.ts';
import { phoneAsDialled } from './phones.ts';
import { COVER, isMask, maskAddress, maskMail, maskNumber, maskPhoneNumber } from './rules/mask.ts';

const refuse = refusals(customerErrors);

/** The card's own fields of which a role may see less; the shop's own fields are `custom.<key>`. */
export const guarded = ['phone', 'email', 'address', 'birthday', 'cardNumber'] as const;
export type Guarded = (typeof guarded)[number];

type Value = Customer[Guarded];

export function reachInto(ctx: Pick<Ctx, 'actor'>, field: string): FieldReach {
  return fieldReach(ctx.actor, 'customers', field);
}

/** Whether one may look for, filter, group and sort by the field. */
export function readable(ctx: Pick<Ctx, 'actor'>, field: string): boolean {
  return fieldShown(reachInto(ctx, field));
}

/** The one place where a customer's facts are covered for who may not see them. */
export function covered<Card extends Pick<Customer, Guarded>>(ctx: Ctx, card: Card): Card & { masked: Guarded[] } {
  const seen = { ...card, masked: [] as Guarded[] };
  if (ctx.actor.fields === undefined || ctx.actor.kind === 'system') return seen;
  for (const field of guarded) {
    const reach = reachInto(ctx, field);
    if (fieldShown(reach)) continue;
    if (reach === 'mask' && card[field] !== null) seen.masked.push(field);
    Object.assign(seen, { [field]: shownAs(field, card[field], reach) });
  }
  return seen;
}

/** What of an earlier value may be told: for histories and comparisons. */
export function shownValue(ctx: Ctx, field: string, value: unknown): unknown {
  const reach = reachInto(ctx, field);
  if (fieldShown(reach) || value === null || value === undefined) return value;
  if ((guarded as readonly string[]).includes(field)) return shownAs(field as Guarded, value as Value, reach);
  return reach === 'mask' ? COVER : null;
}

/** A number as stored → as this actor may see it. */
export function shownPhone(ctx: Pick<Ctx, 'workspace'>, stored: string | null, reach: FieldReach): string | null {
  const dialled = phoneAsDialled(ctx, stored);
  return fieldShown(reach) ? dialled : (shownAs('phone', dialled, reach) as string | null);
}

function shownAs(field: Guarded, value: Value, reach: FieldReach): Value {
  if (value === null || reach === 'hide') return null;
  if (field === 'phone') return maskPhoneNumber(value as string);
  if (field === 'email') return maskMail(value as string);
  if (field === 'cardNumber') return maskNumber(value as string);
  if (field === 'address') return maskAddress(value as Record<string, string>);
  // Half a birthday still is a birthday.
  return null;
}

type Given = { [Field in Guarded]?: unknown };

/**
 * What somebody sends back of a card they do not see whole: a mask returned as it was means that nothing is new, and
 * never overwrites the fact. `before` is the card unmasked; absent for a new one.
 */
export function withoutMasks<Facts extends Given>(
  ctx: Ctx,
  given: Facts,
  before: Pick<Customer, Guarded> | null,
): Facts {
  if (ctx.actor.fields === undefined || ctx.actor.kind === 'system') return given;
  const kept: Facts = { ...given };
  for (const field of guarded) {
    const reach = reachInto(ctx, field);
    if (reach === 'edit' || given[field] === undefined) continue;
    const shown = before && (fieldShown(reach) ? before[field] : shownAs(field, before[field], reach));
    if (unchanged(given[field], shown)) delete kept[field];
    else if (!fieldWritable(reach)) throw refuse('CUSTOMER_FIELD_NOT_YOURS', { path: field });
    else if (field === 'address') Object.assign(kept, { address: unmasked(given.address, before?.address ?? null) });
  }
  return kept;
}

function unchanged(given: unknown, shown: unknown): boolean {
  if (typeof given === 'string') return given === shown || isMask(given) || (given === '' && shown === null);
  return same(given, shown ?? null);
}

function same(one: unknown, other: unknown): boolean {
  const text = (value: unknown) =>
    JSON.stringify(value, value === null ? undefined : Object.keys(value as object).sort());
  return text(one) === text(other);
}

/** Parts of an address that come back covered are what they were. */
function unmasked(given: unknown, before: Readonly<Record<string, string>> | null): unknown {
  if (typeof given !== 'object' || given === null) return given;
  const parts = Object.entries(given as Record<string, string>).flatMap(([part, text]) => {
    const value = isMask(text) ? before?.[part] : text;
    return value === undefined ? [] : [[part, value] as const];
  });
  return Object.fromEntries(parts);
}
