import type { Ctx } from '../../kernel/context.ts';
import { customerNames } from '../customers/index.ts';
import { memberNames } from '../workspaces/index.ts';
import type { Watched } from './contract.ts';

/** Of these customers those whom the actor may see, as lists show them: with who looks after each. */
export async function ownedCustomers(ctx: Ctx, ids: readonly string[]): Promise<Map<string, Watched['customer']>> {
  const customers = [...(await customerNames(ctx, ids)).values()];
  const owners = customers.flatMap(({ ownerId }) => ownerId ?? []);
  const members = await memberNames(ctx, [...new Set(owners)]);
  return new Map(
    customers.map(({ id, name, phone, stage, ownerId }) => {
      const ownerName = ownerId === null ? undefined : members.get(ownerId);
      const owner = ownerId !== null && ownerName ? { id: ownerId, name: ownerName } : null;
      return [id, { id, name, phone, stage, owner }];
    }),
  );
}
