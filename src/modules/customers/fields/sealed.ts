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
  return { sealed: seal(purposeOf(ctx), JSON.stringify(value)) };
}

export function unsealValue(ctx: Pick<Ctx, 'workspace'>, { sealed }: Sealed): FieldValue {
  return JSON.parse(unseal(purposeOf(ctx), sealed)) as FieldValue;
}

function purposeOf({ workspace }: Pick<Ctx, 'workspace'>): string {
  return `customers.custom ${workspace.id}`;
}
