import type { Ctx } from '../../kernel/context.ts';
import { formatDecimal } from '../../maths/money.ts';
import { customerNames } from '../customers/index.ts';
import { memberNames } from '../workspaces/index.ts';
import type { Card } from './contract.ts';
import { kindsNotFor, reasonKindNamed, type ReasonFacts } from './kinds.ts';
import { salutations } from './salutations.ts';
import { sentenceOf, suggestionOf } from './sentences.ts';

export interface Ranked {
  customer_id: string;
  stake: bigint;
}

/** What each ranked customer's card says. */
export async function cardsOf(ctx: Ctx, ranked: Ranked[]): Promise<Card[]> {
  if (ranked.length === 0) return [];
  const ids = ranked.map((one) => one.customer_id);
  const [customers, reasons] = await Promise.all([customerNames(ctx, ids), reasonsOf(ctx, ids)]);
  const owners = [...customers.values()].map((customer) => customer.ownerId).filter((owner) => owner !== null);
  const [members, addresses, playbook] = await Promise.all([
    memberNames(ctx, [...new Set(owners)]),
    salutations(ctx, [...reasons.keys()]),
    ownWords(ctx, reasons),
  ]);
  return ranked.flatMap(({ customer_id: id, stake }, index) => {
    const customer = customers.get(id);
    if (!customer) return [];
    const { name, phone, stage, ownerId } = customer;
    const own = reasons.get(id) ?? [];
    const ownerName = ownerId === null ? undefined : members.get(ownerId);
    return {
      id,
      rank: index + 1,
      customer: { id, name, phone, stage, owner: ownerId && ownerName ? { id: ownerId, name: ownerName } : null },
      reasons: own.map((reason) => presentReason(ctx, name, reason)),
      stake: inBase(ctx, stake),
      suggestion: wordsToSay(ctx, addresses.get(id) ?? name, own, playbook),
    };
  });
}

type OpenReason = ReasonFacts & { id: string };

/** The gravest first. */
async function reasonsOf(ctx: Ctx, customerIds: string[]): Promise<Map<string, OpenReason[]>> {
  const hidden = kindsNotFor(ctx);
  const rows = await ctx.db
    .selectFrom('today_reasons')
    .select(['id', 'customer_id', 'kind', 'source', 'stake_minor', 'due_on', 'params'])
    .where('workspace_id', '=', ctx.workspace.id)
    .where('customer_id', 'in', customerIds)
    .where('settled_at', 'is', null)
    .where('show_from', '<=', ctx.today)
    .$if(hidden.length > 0, (query) => query.where('kind', 'not in', hidden))
    .orderBy('stake_minor', 'desc')
    .orderBy('due_on', (order) => order.asc().nullsLast())
    .orderBy('id')
    .execute();
  const reasons = rows.map((row) => ({
    id: row.id,
    customerId: row.customer_id,
    kind: row.kind,
    source: row.source,
    stakeMinor: row.stake_minor,
    dueOn: row.due_on,
    params: row.params as Record<string, unknown>,
  }));
  return Map.groupBy(reasons, (reason) => reason.customerId);
}

function presentReason(ctx: Ctx, name: string, reason: OpenReason): Card['reasons'][number] {
  return {
    id: reason.id,
    kind: reason.kind,
    text: sentenceOf(ctx, name, reason),
    stake: inBase(ctx, reason.stakeMinor),
    due: reason.dueOn,
    source: reason.source,
    explanation: reasonKindNamed(reason.kind)?.explain?.(ctx, reason),
  };
}

function inBase(ctx: Ctx, minor: bigint) {
  const currency = ctx.workspace.baseCurrency;
  return { amount: formatDecimal(minor, currency), currency };
}

/** Kind → customer → the shop's own words. */
type OwnWords = Map<string, ReadonlyMap<string, string>>;

async function ownWords(ctx: Ctx, reasons: Map<string, OpenReason[]>): Promise<OwnWords> {
  const byKind = Map.groupBy([...reasons.values()].flat(), (reason) => reason.kind);
  const words: OwnWords = new Map();
  for (const [kind, ofKind] of byKind) {
    const suggest = reasonKindNamed(kind)?.suggestion;
    const customerIds = [...new Set(ofKind.map((reason) => reason.customerId))];
    if (suggest) words.set(kind, await suggest(ctx, customerIds));
  }
  return words;
}

/** A day to keep is the best occasion to write; else the gravest reason that has words. */
function wordsToSay(ctx: Ctx, address: string, reasons: OpenReason[], playbook: OwnWords): string | null {
  const dated = reasons.filter((reason) => reason.dueOn !== null);
  for (const reason of [...dated, ...reasons]) {
    const words = playbook.get(reason.kind)?.get(reason.customerId) ?? suggestionOf(ctx, address, reason);
    if (words) return words;
  }
  return null;
}
