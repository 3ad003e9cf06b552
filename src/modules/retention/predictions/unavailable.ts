import type { Ctx } from '../../../kernel/context.ts';
import { translate } from '../../../kernel/i18n/translate.ts';
import type { Run } from './run.ts';
import type { Missing } from './rules/enough.ts';

/** Why nothing can be told of single customers of this shop. */
export function whyNothing(ctx: Ctx, run: Run | null): string {
  if (!run) return say(ctx, 'notYet');
  const { told } = run;
  return told.state === 'too-little' ? tooLittle(ctx, told.missing) : say(ctx, 'noDifference');
}

export function tooLittle(ctx: Ctx, missing: readonly Missing[]): string {
  const list = missing.map(({ what, have, need }) => say(ctx, `missing.${what}`, { have, need }));
  return say(ctx, 'tooLittle', { missing: list.join(say(ctx, 'missing.and')) });
}

function say(ctx: Ctx, key: string, values: Record<string, unknown> = {}): string {
  return translate(ctx.locale, `retention:predictions.unavailable.${key}`, values);
}
