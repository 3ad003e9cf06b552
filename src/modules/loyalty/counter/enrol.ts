import type { Ctx } from '../../../kernel/context.ts';
import { refusals } from '../../../kernel/errors.ts';
import { translate } from '../../../kernel/i18n/translate.ts';
import { createCustomer, findCustomersBy, phoneKey } from '../../customers/index.ts';
import { counterErrors, type CounterMatch } from './contract.ts';
import { matchesFor } from './look-up.ts';

const refuse = refusals(counterErrors);

interface Newcomer {
  phone: string;
  name?: string | null | undefined;
  agrees?: boolean | null | undefined;
}

/** A number is enough; whoever has it already is found, not made twice. */
export async function enrol(
  ctx: Ctx,
  { phone, name, agrees }: Newcomer,
): Promise<{ match: CounterMatch; known: boolean }> {
  if (!phoneKey(ctx, phone)) throw refuse('COUNTER_PHONE_UNFIT', { path: 'phone' });
  for (const { id } of await findCustomersBy(ctx, { phones: [phone] })) {
    const [match] = await matchesFor(ctx, [id]);
    if (match) return { match, known: true };
  }
  const tail = phone.replace(/\D/g, '').slice(-4);
  const said =
    agrees === null || agrees === undefined ? [] : [{ channel: 'any', purpose: 'marketing', granted: agrees } as const];
  const { id } = await createCustomer(ctx, {
    name: name || translate(ctx.workspace.language, 'loyalty:counter.nameless', { tail }),
    phone,
    consents: said,
  });
  const [match] = await matchesFor(ctx, [id]);
  return { match: match as CounterMatch, known: false };
}
