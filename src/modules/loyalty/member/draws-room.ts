import type { Ctx } from '../../../kernel/context.ts';
import { Refusal } from '../../../kernel/errors.ts';
import { translate } from '../../../kernel/i18n/translate.ts';
import { isId } from '../../../kernel/ids.ts';
import { drawOnce } from '../draws/draw.ts';
import { anyDraw, drawsOfCustomer } from '../draws/standing.ts';
import { drawsBody } from './draws-page.ts';
import type { InRoom, MemberRoom } from './rooms.ts';

/** The draws on the member's own pages; what was just drawn comes in the address. */
export const drawsRoom: MemberRoom = {
  key: 'draws',
  async tab(ctx) {
    return (await anyDraw(ctx)) ? { label: translate(ctx.locale, 'loyalty:member.tab.draws'), waiting: 0 } : null;
  },
  async show(ctx, { customerId, here, item, said }) {
    if (item !== null) return null;
    const { items } = await drawsOfCustomer(ctx, { customerId });
    return { title: translate(ctx.locale, 'loyalty:member.draws.title'), body: drawsBody(ctx, here, items, said) };
  },
  act: (ctx, at, form) => press(ctx, at, form),
};

async function press(ctx: Ctx, { customerId }: InRoom, form: Readonly<Record<string, string>>): Promise<string> {
  const [id = '', key = ''] = [form['draw'], form['key']];
  if (!isId(id) || !isId(key)) return '';
  // For the own card alone, whose id the member does not choose.
  const actor = { ...ctx.actor, grants: { ...ctx.actor.grants, 'loyalty.post': 'all' as const } };
  try {
    const made = await drawOnce({ ...ctx, actor }, { id, customerId, idempotencyKey: key });
    return `?said=${made.id}`;
  } catch (error) {
    // Pressed twice: the first press is drawing.
    if (error instanceof Refusal && error.code === 'IDEMPOTENCY_IN_FLIGHT') return '';
    throw error;
  }
}
