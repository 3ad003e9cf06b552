import { isId } from '../../../kernel/ids.ts';

/** The till's own number; a sale without one goes by the end of its id. */
export function saleNumber({ id, externalId }: { id: string; externalId: string }): string {
  return isId(externalId) ? id.slice(-8).toUpperCase() : externalId;
}
