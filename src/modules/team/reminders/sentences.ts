import type { Ctx } from '../../../kernel/context.ts';
import { translate } from '../../../kernel/i18n/translate.ts';
import { notificationKindNamed, type NotificationFacts } from './kinds.ts';

interface Told {
  kind: string;
  params: unknown;
}

/** The sentences in the reader's language, in the same order. A kind whose module is gone is named by its key. */
export async function sentencesOf(ctx: Ctx, rows: readonly Told[]): Promise<string[]> {
  const texts: string[] = rows.map((row) => row.kind);
  const byKind = Map.groupBy(rows.keys(), (n) => rows[n]?.kind ?? '');
  for (const [name, places] of byKind) {
    const kind = notificationKindNamed(name);
    if (!kind) continue;
    const facts = places.map((n) => ({ params: rows[n]?.params }) as NotificationFacts);
    const values = (await kind.values?.(ctx, facts)) ?? facts.map(({ params }) => ({ ...params }));
    places.forEach((n, index) => {
      texts[n] = translate(ctx.locale, `${kind.module}:notifications.${name}`, values[index]);
    });
  }
  return texts;
}
