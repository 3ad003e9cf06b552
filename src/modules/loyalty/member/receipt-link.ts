import type { Ctx } from '../../../kernel/context.ts';
import { premises } from '../../workspaces/index.ts';
import { readSale } from '../counter/sale.ts';
import { receiptToken } from './receipt-token.ts';

export async function linkToReceipt(ctx: Ctx, { id }: { id: string }): Promise<{ url: string }> {
  const { orderId } = await readSale(ctx, { id });
  return { url: `${premises().config.publicUrl}/r/${receiptToken(ctx.workspace.id, orderId)}` };
}
