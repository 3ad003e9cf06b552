import type { Ctx } from '../../kernel/context.ts';
import { translate } from '../../kernel/i18n/translate.ts';
import type { ReasonFacts, ReasonKind } from './kinds.ts';
import { raiseReasons } from './reasons.ts';

const KIND = 'ask_facts';

/** Somebody going over the cards wants the customer asked. */
export async function askForFacts(
  ctx: Ctx,
  { customerId, facts, on }: { customerId: string; facts: readonly string[]; on: string },
): Promise<void> {
  await raiseReasons(ctx, [{ customerId, kind: KIND, source: on, stakeMinor: 0n, params: { facts } }]);
}

export const askFactsKind: ReasonKind = { kind: KIND, module: 'today', values };

function values(ctx: Ctx, { params }: ReasonFacts): Record<string, unknown> {
  const names = ((params['facts'] ?? []) as string[]).map((fact) => translate(ctx.locale, `customers:asked.${fact}`));
  if (names.length === 0) return { context: 'any' };
  return { facts: names.join(translate(ctx.locale, 'customers:duplicates.and')) };
}
