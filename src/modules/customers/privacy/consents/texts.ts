import { sql } from 'kysely';
import { recordAudit } from '../../../../kernel/audit.ts';
import type { Ctx } from '../../../../kernel/context.ts';
import type { ConsentText } from './contract.ts';

type Texts = Readonly<Record<string, string>>;

export async function listTexts(ctx: Ctx): Promise<{ items: ConsentText[] }> {
  const rows = await ctx.db
    .selectFrom('customer_consent_texts')
    .selectAll()
    .where('workspace_id', '=', ctx.workspace.id)
    .orderBy('purpose')
    .orderBy('version', 'desc')
    .execute();
  return {
    items: rows.map(({ purpose, version, texts, at, by_name: by }) => {
      return { purpose, version, texts: texts as unknown as Record<string, string>, at: at.toISOString(), by };
    }),
  };
}

export async function writeText(ctx: Ctx, { purpose, texts }: { purpose: string; texts: Texts }): Promise<ConsentText> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`consent text ${ctx.workspace.id} ${purpose}`}, 0))`.execute(
    ctx.db,
  );
  const { rows } = await sql<{ version: number }>`
    insert into customer_consent_texts (workspace_id, purpose, version, texts, at, by_name)
    select ${ctx.workspace.id}, ${purpose}, coalesce(max(version), 0) + 1, ${JSON.stringify(texts)}::jsonb, ${ctx.now},
      ${ctx.actor.name}
    from customer_consent_texts where workspace_id = ${ctx.workspace.id} and purpose = ${purpose}
    returning version`.execute(ctx.db);
  const version = rows[0]?.version ?? 1;
  await recordAudit(ctx, { action: 'consent_text.written', entity: 'consent_text', detail: { purpose, version } });
  return { purpose, version, texts: { ...texts }, at: ctx.now.toISOString(), by: ctx.actor.name };
}

/** What is asked now, by purpose. */
export async function currentTexts(ctx: Ctx): Promise<Map<string, { version: number; texts: Texts }>> {
  const { rows } = await sql<{ purpose: string; version: number; texts: Texts }>`
    select distinct on (purpose) purpose, version, texts from customer_consent_texts
    where workspace_id = ${ctx.workspace.id} order by purpose, version desc`.execute(ctx.db);
  return new Map(rows.map(({ purpose, ...text }) => [purpose, text]));
}

/** In the language asked for, else in the nearest that there is. */
export function wordingIn(texts: Texts | null, language: string | null): string | null {
  if (!texts) return null;
  const wanted = [language ?? '', language === 'zh-TW' ? 'zh-CN' : 'zh-TW', 'zh-CN', 'en'];
  return wanted.map((one) => texts[one]).find((text) => text !== undefined) ?? Object.values(texts)[0] ?? null;
}
