import { sql } from 'kysely';
import type { Ctx } from '../../../../kernel/context.ts';
import type { Locale } from '../../../../kernel/i18n/locales.ts';
import { consentCounts } from '../../consents.ts';

export interface Mailable {
  id: string;
  email: string;
  /** In which the customer agreed last, where that is known. */
  language: Locale | null;
}

/** Those with an address who agreed to mails about the service and whom nobody asked not to contact. */
export async function mailableFor(ctx: Ctx, ids: readonly string[], purpose: string): Promise<Mailable[]> {
  if (ids.length === 0) return [];
  const { rows } = await sql<Mailable>`
    select c.id, c.email, said.language from customers c
    join lateral (
      select granted, language from customer_consents k
      where k.workspace_id = c.workspace_id and k.customer_id = c.id and k.channel = 'email' and k.purpose = ${purpose}
        and ${consentCounts('k')}
      order by at desc, id desc limit 1) said on said.granted
    where c.workspace_id = ${ctx.workspace.id} and c.id = any (${[...ids]}::uuid[]) and c.email is not null
      and c.binned_at is null and not exists (
        select 1 from customer_restrictions r
        where r.workspace_id = c.workspace_id and r.customer_id = c.id and r.kind = 'contact'
          and (r.until is null or r.until >= ${ctx.today}))`.execute(ctx.db);
  return rows;
}
