import { sql } from 'kysely';
import type { Ctx } from '../../../kernel/context.ts';
import { refusals } from '../../../kernel/errors.ts';
import { memberNames } from '../../workspaces/index.ts';
import { updateCustomersInBulk, type CustomerChange } from '../bulk-change.ts';
import { fieldsOf, reachOf as reachIntoField } from '../fields/definitions.ts';
import { STAGES, type Field } from '../fields/rules/field.ts';
import { customReader } from '../fields/values.ts';
import { reachOf } from '../reach.ts';
import type { Condition } from './chosen.ts';
import { bulkErrors, type BulkChange } from './contract.ts';
import { addTagsTo, MOST_TAGS, removeTagsFrom } from './tags.ts';

const refuse = refusals(bulkErrors);
const NEVER: Condition = sql`false`;

/** What a change means for rows of `customers`. */
export interface Plan {
  /** Are as wished already. */
  same: Condition;
  /** It cannot be so with them. */
  unfit: Condition;
  /** The actor may change them, but not so. */
  notGiven: Condition;
  /** So many at a time. */
  batch: number;
  apply(ctx: Ctx, ids: readonly string[], changeSetId: string): Promise<number>;
}

/** Reads a change as this actor means it, or refuses what none of the customers could take. */
export async function planOf(ctx: Ctx, change: BulkChange): Promise<Plan> {
  if ('addTags' in change) return addTags([...new Set(change.addTags)]);
  if ('removeTags' in change) return removeTags([...new Set(change.removeTags)]);
  if ('ownerId' in change) return giveTo(ctx, change.ownerId);
  if ('stage' in change) return moveTo(ctx, change.stage, change.reason);
  return fill(ctx, change.field, change.value);
}

function addTags(tags: string[]): Plan {
  return {
    same: sql`customers.tags @> ${tags}::text[]`,
    unfit: sql`cardinality(customers.tags)
      + (select count(*) from unnest(${tags}::text[]) more where more <> all (customers.tags)) > ${MOST_TAGS}`,
    notGiven: NEVER,
    batch: 10_000,
    apply: (ctx, ids, changeSetId) => addTagsTo(ctx, ids, tags, changeSetId),
  };
}

function removeTags(tags: string[]): Plan {
  return {
    same: sql`not customers.tags && ${tags}::text[]`,
    unfit: NEVER,
    notGiven: NEVER,
    batch: 10_000,
    apply: (ctx, ids, changeSetId) => removeTagsFrom(ctx, ids, tags, changeSetId),
  };
}

/** Customers must stay within the giver's reach. */
async function giveTo(ctx: Ctx, ownerId: string | null): Promise<Plan> {
  if (ownerId !== null && !(await memberNames(ctx, [ownerId])).has(ownerId)) {
    throw refuse('CUSTOMER_OWNER_UNKNOWN', { path: 'change.ownerId' });
  }
  const reach = reachOf(ctx, 'customers.edit');
  const anywhere = !reach || (ownerId !== null && reach.owners.includes(ownerId));
  if (!anywhere && reach.branches.length === 0) throw refuse('CUSTOMER_NOT_YOURS_TO_GIVE');
  return {
    same: sql`customers.owner_id is not distinct from ${ownerId}::uuid`,
    unfit: NEVER,
    notGiven: anywhere ? NEVER : sql`not coalesce(customers.branch_id = any (${[...reach.branches]}::uuid[]), false)`,
    ...oneByOne({ ownerId }),
  };
}

/** A stage may ask for fields; those who lacked them before may lack them on. */
async function moveTo(ctx: Ctx, stage: (typeof STAGES)[number], reason: string | null | undefined): Promise<Plan> {
  const { live } = await fieldsOf(ctx);
  const missing = live
    .filter((field) => neededAt(field).includes(stage))
    .map(
      (field) => sql`customers.kind = any (${[...field.kinds]}::text[]) and not customers.custom ? ${field.key}
        and customers.stage <> all (${neededAt(field)}::text[])`,
    );
  return {
    same: sql`customers.stage = ${stage}`,
    unfit: missing.length === 0 ? NEVER : sql`(${sql.join(missing, sql` or `)})`,
    notGiven: NEVER,
    ...oneByOne({ stage }, reason),
  };
}

async function fill(ctx: Ctx, key: string, value: unknown): Promise<Plan> {
  const { live } = await fieldsOf(ctx);
  const field = live.find((one) => one.key === key && reachIntoField(ctx, one) !== 'hide');
  if (!field) throw refuse('BULK_FIELD_UNKNOWN', { path: 'change.field' });
  const kept = (await customReader(ctx, [{ [key]: value }]))({}, { [key]: value })[key];
  if (field.unique && kept !== undefined)
    throw refuse('BULK_FIELD_UNIQUE', { path: 'change.field', field: field.name });
  const fits = sql`customers.kind = any (${[...field.kinds]}::text[])
    and customers.stage = any (${field.visibleAt.length === 0 ? STAGES.slice() : [...field.visibleAt]}::text[])`;
  return kept === undefined
    ? {
        same: sql`not customers.custom ? ${key}`,
        unfit: sql`customers.kind = any (${[...field.kinds]}::text[]) and customers.stage = any (${neededAt(field)}::text[])`,
        notGiven: NEVER,
        ...oneByOne({ custom: { [key]: null } }),
      }
    : {
        same: sql`coalesce(customers.custom -> ${key} = ${JSON.stringify(kept)}::jsonb, false)`,
        unfit: sql`not (${fits})`,
        notGiven: NEVER,
        ...oneByOne({ custom: { [key]: value } }),
      };
}

function neededAt({ requiredAt, visibleAt }: Field): string[] {
  return requiredAt.filter((stage) => visibleAt.length === 0 || visibleAt.includes(stage));
}

function oneByOne(change: Omit<CustomerChange, 'id'>, reason?: string | null): Pick<Plan, 'batch' | 'apply'> {
  return {
    batch: 2_000,
    apply: async (ctx, ids, changeSetId) => {
      const changes = ids.map((id) => ({ id, ...change }));
      return (await updateCustomersInBulk(ctx, changes, { changeSetId, reason })).length;
    },
  };
}
