import type { Ctx } from '../../kernel/context.ts';
import { translate } from '../../kernel/i18n/translate.ts';
import type { ClassesInsight } from './contract.ts';
import { lastRun } from './divide.ts';
import { explainMember } from './explain.ts';
import { playbookOf, wordsOfClass } from './playbooks.ts';
import { SCHEMES, type Scheme } from './rules/schemes.ts';
import { readSettings } from './settings.ts';

/** The classes of a customer; empty when they did not buy in the period. */
export async function readClasses(ctx: Ctx, customerId: string): Promise<ClassesInsight> {
  const found = await Promise.all(SCHEMES.map((scheme) => classOf(ctx, scheme, customerId)));
  return found.flat();
}

async function classOf(ctx: Ctx, scheme: Scheme, customerId: string): Promise<ClassesInsight> {
  const [run, settings, row] = await Promise.all([
    lastRun(ctx, scheme),
    readSettings(ctx, scheme),
    ctx.db
      .selectFrom('class_members')
      .selectAll()
      .where('workspace_id', '=', ctx.workspace.id)
      .where('scheme', '=', scheme)
      .where('customer_id', '=', customerId)
      .executeTakeFirst(),
  ]);
  if (!run || !row) return [];
  const { key, since } = row;
  const name = translate(ctx.locale, wordsOfClass(scheme, key, 'name'));
  const { strategy } = playbookOf(ctx, scheme, key, settings);
  return [{ scheme, key, name, strategy, since, explanation: explainMember(ctx, run, row) }];
}
