import { seal, unseal } from '../../../kernel/secrets.ts';
import type { Ctx } from '../../../kernel/context.ts';
import type { FieldValue } from './rules/field.ts';

/** How a sensitive value stands in customers.custom: nobody who reads the table learns it. */
export interface Sealed {
  sealed: string;
}

/** What is shown of a value that the reader may not see. Given back unchanged it changes nothing. */
export const MASK = '••••';

export function isSealed(value: unknown): value is Sealed {
  return typeof value === 'object' && value !== null && typeof (value as Partial<Sealed>).sealed === 'string';
}

export function sealValue(ctx: Pick<Ctx, 'workspace'>, value: FieldValue): Sealed {
  return { sealed: seal(sealedFieldPurpose(ctx.workspace.id), JSON.stringify(value)) };
}

export function unsealValue(ctx: Pick<Ctx, 'workspace'>, { sealed }: Sealed): FieldValue {
  return JSON.parse(unseal(sealedFieldPurpose(ctx.workspace.id), sealed)) as FieldValue;
}

/** Wherever `{ sealed }` stands in the JSON of a workspace, it is sealed for this. */
export function sealedFieldPurpose(workspaceId: string): string {
  return `customers.custom ${workspaceId}`;
}
