import { z } from 'zod';
import { id } from '../../../kernel/contract.ts';

/** `field` of the condition "is in one of these segments". */
export const IN_SEGMENT = 'segment';

const shape = z.union([id.transform((one) => [one]), z.array(id).min(1).max(20)]);

export function readSegmentIds(value: unknown): string[] | undefined {
  const read = shape.safeParse(value);
  return read.success ? read.data : undefined;
}
