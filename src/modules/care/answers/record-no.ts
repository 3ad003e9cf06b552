import type { Ctx } from '../../../kernel/context.ts';
import { announceChanged, findCustomersBy, recordConsents } from '../../customers/index.ts';
import { CONSENT_CHANNEL } from '../gate/facts.ts';
import { consentFor } from '../rules/gate.ts';
import type { ChannelKind, Purpose } from '../shapes-contract.ts';

interface Said {
  customerId: string;
  channel: ChannelKind;
  /** Where the message went that they say no to; null: nobody knows. */
  address: string | null;
  /** Of that message; null: of none. */
  purpose: Purpose | null;
  proof: string;
  source: 'mail' | 'answer';
  language?: string | undefined;
}

/**
 * A no on record, with its proof: to promotions, and where the message was none, to everything by this way. It is said of
 * the mailbox or telephone, so it counts on every card that has it: the next campaign would reach the same person.
 */
export async function recordNo(ctx: Ctx, said: Said): Promise<void> {
  const { customerId, channel, address, purpose, proof, source, language } = said;
  const purposes = [...new Set([...(purpose ? [consentFor(purpose)] : []), 'marketing'])];
  const given = purposes.map((one) => {
    return { channel: CONSENT_CHANNEL[channel], purpose: one, granted: false, proof, source, language };
  });
  const cards = [...new Set([customerId, ...(await sharing(ctx, channel, address))])];
  for (const card of cards) await recordConsents(ctx, card, given);
  await announceChanged(ctx, cards, null);
}

async function sharing(ctx: Ctx, channel: ChannelKind, address: string | null): Promise<string[]> {
  if (!address || (channel !== 'email' && channel !== 'sms')) return [];
  const found = await findCustomersBy(ctx, channel === 'email' ? { emails: [address] } : { phones: [address] });
  return found.map(({ id }) => id);
}
