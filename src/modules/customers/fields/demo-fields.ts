import demoFields from '../../../../kits/retail/fields.json' with { type: 'json' };
import type { Ctx } from '../../../kernel/context.ts';
import type { NewField } from './contract.ts';
import { fieldsOf } from './definitions.ts';
import { createField } from './fields.ts';

/** The fields of the demo shop, as far as the business has none of that key or name. */
export async function makeDemoFields(ctx: Ctx): Promise<void> {
  for (const field of demoFields as NewField[]) {
    const { all } = await fieldsOf(ctx);
    const there = all.some(({ key, name }) => key === field.key || name === field.name);
    if (!there) await createField(ctx, field);
  }
}
