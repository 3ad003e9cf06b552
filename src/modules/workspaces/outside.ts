import { systemActor } from '../../kernel/access.ts';
import type { Ctx } from '../../kernel/context.ts';
import { asSystem, command, nowhere } from '../../kernel/enter.ts';
import type { House } from '../../kernel/house.ts';

/** Work of the installation itself, in no workspace. */
export function outside<T>(house: Pick<House, 'database'>, work: (ctx: Ctx) => Promise<T>): Promise<T> {
  return command(house.database, { ...asSystem(nowhere), workspace: null, actor: systemActor }, work);
}
