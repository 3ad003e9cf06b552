import { stranger } from '../../../kernel/access.ts';
import type { Ctx, Workspace } from '../../../kernel/context.ts';
import { enterWorkspace } from '../../../kernel/db/database.ts';
import { comeBack, workspaceById } from '../../../kernel/enter.ts';
import { refusals } from '../../../kernel/errors.ts';
import { inBase } from '../../../kernel/i18n/print.ts';
import { translate } from '../../../kernel/i18n/translate.ts';
import { dayIn } from '../../../maths/calendar.ts';
import { createCustomer, findCustomersBy, phoneKey } from '../../customers/index.ts';
import { countAttempt, premises } from '../../workspaces/index.ts';
import { currentVersion } from '../programme/programme.ts';
import { worthOf } from '../programme/rules/worth.ts';
import { referralErrors } from './contract.ts';
import { giverOf, writeReferral } from './referrals.ts';
import { readReferralTerms } from './terms.ts';

const refuse = refusals(referralErrors);

interface Link {
  shop: string;
  code: string;
}

/** What is offered; nothing of who passed the link on. */
export async function lookAtReferral(ctx: Ctx, link: Link) {
  await countAttempt({ key: `referral looks from ${ctx.request.ip}`, attempts: 60, seconds: 3600 });
  const { inside } = await behind(ctx, link);
  const [terms, version] = [await readReferralTerms(inside), await currentVersion(inside)];
  const worth = version && inBase(inside, worthOf(version.rules.redeem, version.worthMinor, terms.friendPoints));
  const { name: workspace, language } = inside.workspace;
  return { workspace, language, points: version ? terms.friendPoints : 0, worth };
}

/** A stranger becomes a customer. Who has a card already gets the same answer, and nothing is written. */
export async function joinByReferral(
  ctx: Ctx,
  { name, phone, agrees, ...link }: Link & { name: string; phone: string; agrees: boolean },
): Promise<{ ok: true }> {
  await countAttempt(
    { key: `referral joins from ${ctx.request.ip}`, attempts: 5, seconds: 3600 },
    { key: `referral joins by ${link.shop} ${link.code}`, attempts: 30, seconds: 86_400 },
    { key: `referral joins at ${link.shop}`, attempts: 500, seconds: 86_400 },
  );
  const { inside, giver } = await behind(ctx, link);
  if (!phoneKey(inside, phone)) throw refuse('REFERRAL_PHONE_UNFIT', { path: 'phone' });
  if ((await findCustomersBy(inside, { phones: [phone] })).length === 0) {
    const consents = [{ channel: 'any', purpose: 'marketing', granted: agrees }] as const;
    const { id } = await createCustomer(inside, { name, phone, source: 'referral', consents: [...consents] });
    await writeReferral(inside, id, giver);
  }
  await comeBack(ctx);
  return { ok: true };
}

/** The shop whose link it is, entered in the stranger's name. */
async function behind(ctx: Ctx, { shop, code }: Link): Promise<{ inside: Ctx; giver: string }> {
  const workspace = await workspaceById(premises().database, shop);
  if (!workspace) throw refuse('REFERRAL_CODE_UNKNOWN');
  const inside = await insideOf(ctx, workspace);
  const giver = (await readReferralTerms(inside)).open ? await giverOf(inside, code) : null;
  if (!giver) {
    await comeBack(ctx);
    throw refuse('REFERRAL_CODE_UNKNOWN');
  }
  return { inside, giver };
}

async function insideOf(ctx: Ctx, workspace: Workspace): Promise<Ctx> {
  const grants = { 'customers.read': 'all', 'customers.create': 'all', 'customers.edit': 'all' } as const;
  const actor = { ...stranger, name: translate(workspace.language, 'loyalty:referrals.byLink'), grants };
  const common = { workspace, actor, today: dayIn(workspace.zone, ctx.now) };
  if (ctx.client === null) return { ...ctx, ...common, db: premises().database.reader(workspace.id) };
  await enterWorkspace(ctx.db, workspace.id);
  return { ...ctx, ...common };
}
