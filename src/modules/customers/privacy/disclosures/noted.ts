import type { Ctx } from '../../../../kernel/context.ts';
import type { CustomerCard, ListQuery } from '../../contract.ts';
import { readCustomer } from '../../customers.ts';
import { listCustomers } from '../../list.ts';
import { noteReading } from './book.ts';

export async function readAndNote(ctx: Ctx, input: { id: string }): Promise<CustomerCard> {
  const card = await readCustomer(ctx, input);
  noteReading(ctx, 'opened', [card.id]);
  return card;
}

export async function listAndNote(ctx: Ctx, input: ListQuery): ReturnType<typeof listCustomers> {
  const page = await listCustomers(ctx, input);
  noteReading(
    ctx,
    'listed',
    page.items.map(({ id }) => id),
  );
  return page;
}
