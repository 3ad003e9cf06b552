import type { AnyContractRouter } from '@orpc/contract';
import { ContractProcedure } from '@orpc/contract';
import { ZodToJsonSchemaConverter } from '@orpc/zod/zod4';
import type { z } from 'zod';
import type { OperationMeta } from '../../kernel/contract.ts';
import type { ServerModule } from '../../kernel/module.ts';

export interface KnownOperation {
  name: string;
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  path: string;
  requires: string;
  /** The least input that the contract accepts, with `id` wherever an id is asked for. */
  sample(id: string): Record<string, unknown>;
  /** What the work gets of an input: with the defaults that the contract fills in. */
  read(input: Record<string, unknown>): Record<string, unknown>;
}

/** Every operation of every module's contract. */
export async function operationsOf(modules: readonly ServerModule[]): Promise<KnownOperation[]> {
  const found: KnownOperation[] = [];
  for (const module of modules) {
    for (const procedure of proceduresIn(module.contract ?? {})) {
      const { route, meta, inputSchema } = procedure['~orpc'] as {
        route: { method?: string; path?: string };
        meta: OperationMeta;
        inputSchema: unknown;
      };
      const [, schema] = await new ZodToJsonSchemaConverter().convert(inputSchema as never, { strategy: 'input' });
      found.push({
        name: `${route.method} ${route.path}`,
        method: route.method as KnownOperation['method'],
        path: route.path ?? '',
        requires: String(meta.requires),
        sample: (id) => sampleOf(schema as Schema, id) as Record<string, unknown>,
        read: (input) => (inputSchema as z.ZodType<Record<string, unknown>>).parse(input),
      });
    }
  }
  return found;
}

/** The operation's request with `input` in its place: path, query or body. */
export function requestFor(operation: KnownOperation, input: Record<string, unknown>) {
  const rest = { ...input };
  const path = operation.path.replace(/\{\+?(\w+)\}/g, (_match, name: string) => {
    const value = String(rest[name] ?? '').toWellFormed();
    delete rest[name];
    return encodeURIComponent(value);
  });
  const simple = Object.entries(rest).filter(([, value]) => typeof value !== 'object');
  const query = new URLSearchParams(simple.map(([name, value]): [string, string] => [name, String(value)])).toString();
  const url = `/api/v1${path}${operation.method === 'GET' && query ? `?${query}` : ''}`;
  return { method: operation.method, url, ...(operation.method === 'GET' ? {} : { payload: rest }) };
}

function proceduresIn(part: AnyContractRouter): ContractProcedure<never, never, never, never>[] {
  if (part instanceof ContractProcedure) return [part as ContractProcedure<never, never, never, never>];
  return Object.values(part).flatMap((below) => proceduresIn(below as AnyContractRouter));
}

interface Schema {
  type?: string | string[];
  format?: string;
  pattern?: string;
  enum?: unknown[];
  const?: unknown;
  default?: unknown;
  minLength?: number;
  minimum?: number;
  exclusiveMinimum?: number;
  minItems?: number;
  items?: Schema;
  properties?: Record<string, Schema>;
  required?: string[];
  anyOf?: Schema[];
  oneOf?: Schema[];
  allOf?: Schema[];
}

const formats: Record<string, string> = {
  date: '2026-11-22',
  'date-time': '2026-11-22T08:00:00Z',
  email: 'somebody@example.com',
  uri: 'https://example.com/',
};

function sampleOf(schema: Schema, id: string): unknown {
  if (schema.const !== undefined) return schema.const;
  if (schema.enum) return schema.enum[0];
  if (schema.default !== undefined) return schema.default;
  const either = schema.anyOf ?? schema.oneOf;
  if (either) return sampleOf(either[0] as Schema, id);
  if (schema.allOf) return Object.assign({}, ...schema.allOf.map((one) => sampleOf(one, id)));
  const type = Array.isArray(schema.type) ? schema.type[0] : schema.type;
  if (type === 'object' || schema.properties) {
    const needed = (schema.required ?? []).map((name) => [name, sampleOf(schema.properties?.[name] ?? {}, id)]);
    return Object.fromEntries(needed);
  }
  if (type === 'array') return Array.from({ length: schema.minItems ?? 0 }, () => sampleOf(schema.items ?? {}, id));
  if (type === 'integer' || type === 'number') return schema.minimum ?? (schema.exclusiveMinimum ?? 0) + 1;
  if (type === 'boolean') return false;
  if (schema.format === 'uuid') return id;
  if (schema.format && formats[schema.format]) return formats[schema.format];
  if (schema.pattern) return samplePattern(schema.pattern);
  return 'x'.repeat(Math.max(1, schema.minLength ?? 1));
}

/** The patterns that contracts share: amounts and currencies; others get a word. */
function samplePattern(pattern: string): string {
  const candidates = ['CNY', '1', '2026-11', 'x', 'best', '12:00'];
  return candidates.find((one) => new RegExp(pattern).test(one)) ?? 'x';
}
