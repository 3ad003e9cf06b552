import { sql, type RawBuilder } from 'kysely';
import type { Ctx } from '../../kernel/context.ts';
import { newId } from '../../kernel/ids.ts';
import type { Consent, NewCustomerInput } from './contract.ts';

type Given = NonNullable<NewCustomerInput['consents']>[number] & {
  source?: string | undefined;
  /** Of the wording that was shown. */
  language?: string | undefined;
  fileId?: string | null | undefined;
};

/** Appends what the customer said, with the wording of that moment; earlier words stay as proof of what counted then. */
export async function recordConsents(
  ctx: Ctx,
  customerId: string,
  given: readonly Given[],
  changeSetId: string | null = null,
): Promise<void> {
  if (given.length === 0) return;
  await ctx.db
    .insertInto('customer_consents')
    .values(
      given.map(({ channel, purpose, granted, proof, source, language, fileId }) => ({
        workspace_id: ctx.workspace.id,
        customer_id: customerId,
        id: newId(),
        channel,
        purpose,
        granted,
        proof: proof || null,
        source: source ?? sourceOf(ctx, changeSetId),
        language: language ?? ctx.locale,
        text_version: sql<number | null>`(
          select max(version) from customer_consent_texts
          where workspace_id = ${ctx.workspace.id} and purpose = ${purpose})`,
        file_id: fileId ?? null,
        at: ctx.now,
        by_kind: ctx.actor.kind,
        by_name: ctx.actor.name,
        change_set_id: changeSetId,
      })),
    )
    .execute();
}

function sourceOf(ctx: Ctx, changeSetId: string | null): string {
  if (changeSetId !== null) return 'import';
  return ctx.actor.kind === 'key' ? 'api' : 'counter';
}

/** Whether the word in this row of customer_consents counts: not what an import or a merge said that was undone. */
export function consentCounts(alias: string): RawBuilder<boolean> {
  return sql<boolean>`not exists (
    select 1 from change_sets undone
    where undone.workspace_id = ${sql.ref(`${alias}.workspace_id`)} and undone.id = ${sql.ref(`${alias}.change_set_id`)}
      and undone.state = 'undone')`;
}

/** The newest word that counts on every channel and purpose. */
export async function consentsOf(ctx: Ctx, customerId: string): Promise<Consent[]> {
  const { rows } = await sql<Row>`
    select distinct on (channel, purpose) channel, purpose, granted, proof, at, by_name as by
    from customer_consents c
    where workspace_id = ${ctx.workspace.id}
      and customer_id = any (array(
        select id from customers k where k.workspace_id = ${ctx.workspace.id}
          and (k.id = ${customerId} or k.merged_into = ${customerId})))
      and ${consentCounts('c')}
    order by channel, purpose, at desc, id desc`.execute(ctx.db);
  return rows.map(({ at, ...said }) => ({ ...said, at: at.toISOString() }));
}

type Row = Omit<Consent, 'at'> & { at: Date };
