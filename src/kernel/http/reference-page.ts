/** The parts of an OpenAPI document that the page shows. */
export interface ApiDocument {
  paths?: Record<string, Record<string, ApiOperation> | undefined>;
}

interface ApiOperation {
  summary?: string;
  tags?: string[];
  parameters?: { name: string; in: string; required?: boolean; schema?: Schema }[];
  requestBody?: { content?: Record<string, { schema?: Schema }> };
  responses?: Record<string, { content?: Record<string, { schema?: Schema }> }>;
}

interface Schema {
  type?: string | string[];
  format?: string;
  const?: unknown;
  enum?: unknown[];
  items?: Schema;
  properties?: Record<string, Schema>;
  required?: string[];
  anyOf?: Schema[];
  oneOf?: Schema[];
  allOf?: Schema[];
}

/** `/api/docs`: every operation by resource, as one plain page without scripts. */
export function referencePage(document: ApiDocument, base: string): string {
  const groups = new Map<string, string[]>();
  for (const [path, methods] of Object.entries(document.paths ?? {})) {
    for (const [method, operation] of Object.entries(methods ?? {})) {
      const group = operation.tags?.[0] ?? '';
      groups.set(group, [...(groups.get(group) ?? []), operationHtml(method, base + path, operation)]);
    }
  }
  const names = [...groups.keys()].sort();
  const menu = names.map((name) => `<a href="#${escape(name)}">${escape(name)}</a>`).join(' ');
  const sections = names.map(
    (name) => `<section id="${escape(name)}"><h2>${escape(name)}</h2>${groups.get(name)?.join('') ?? ''}</section>`,
  );
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>Regulars API</title><style>${style}</style></head><body><header><h1>Regulars API</h1>
<p>Sign in by session cookie or <code>Authorization: Bearer rk_…</code>. The machine-readable form is
<a href="${escape(base)}/openapi.json">openapi.json</a>.</p><nav>${menu}</nav></header><main>${sections.join('')}</main></body></html>`;
}

function operationHtml(method: string, path: string, operation: ApiOperation): string {
  const body = Object.values(operation.requestBody?.content ?? {})[0]?.schema;
  const answers = Object.entries(operation.responses ?? {});
  const good = answers.find(([status]) => status.startsWith('2'));
  const answer = Object.values(good?.[1].content ?? {})[0]?.schema;
  const refusals = answers.filter(([status]) => !status.startsWith('2')).map(([status]) => status);
  return `<details><summary><b class="${escape(method)}">${escape(method.toUpperCase())}</b> <code>${escape(path)}</code>
<span>${escape(operation.summary ?? '')}</span></summary>${parameters(operation)}${shape('Body', body)}${shape(`Answer ${good?.[0] ?? ''}`, answer)}
${refusals.length > 0 ? `<p>Refuses with ${escape(refusals.join(', '))}: <code>{"code", "message", "data"}</code></p>` : ''}</details>`;
}

function parameters(operation: ApiOperation): string {
  const rows = (operation.parameters ?? []).map(
    ({ name, in: place, required, schema }) =>
      `<tr><td><code>${escape(name)}${required ? '*' : ''}</code></td><td>${escape(place)}</td><td>${escape(outline(schema, 0))}</td></tr>`,
  );
  return rows.length > 0 ? `<h3>Parameters</h3><table>${rows.join('')}</table>` : '';
}

function shape(title: string, schema: Schema | undefined): string {
  return schema ? `<h3>${escape(title)}</h3><pre>${escape(outline(schema, 0))}</pre>` : '';
}

/** A schema as a short outline: `{ name*: string, tags: [string] }`, required fields with a star. */
function outline(schema: Schema | undefined, depth: number): string {
  if (!schema || depth > 6) return '…';
  const either = schema.anyOf ?? schema.oneOf;
  if (either) return [...new Set(either.map((one) => outline(one, depth)))].join(' | ');
  if (schema.allOf) return schema.allOf.map((one) => outline(one, depth)).join(' & ');
  if (schema.enum) return schema.enum.map((one) => JSON.stringify(one)).join(' | ');
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  if (schema.items) return `[${outline(schema.items, depth + 1)}]`;
  if (!schema.properties) return schema.format ?? String(schema.type ?? 'any');
  const indent = '  '.repeat(depth + 1);
  const fields = Object.entries(schema.properties).map(
    ([name, one]) => `${indent}${name}${schema.required?.includes(name) ? '*' : ''}: ${outline(one, depth + 1)}`,
  );
  return fields.length === 0 ? '{}' : `{\n${fields.join('\n')}\n${'  '.repeat(depth)}}`;
}

function escape(text: string): string {
  return text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);
}

const style = `:root{color-scheme:light dark;--teal:light-dark(#0f766e,#5eead4)}body{font:15px/1.6 system-ui,sans-serif;margin:0 auto;max-width:60rem;padding:1rem}
nav{display:flex;flex-wrap:wrap;gap:.25rem 1rem}a{color:var(--teal)}h2{margin:2rem 0 .5rem;text-transform:capitalize}h3{font-size:.85rem;margin:.75rem 0 .25rem}
details{border-top:1px solid #8884;padding:.4rem 0}summary{cursor:pointer}summary span{opacity:.75;margin-left:.5rem}summary b{display:inline-block;min-width:4rem;color:var(--teal)}
pre{background:#8881;border-radius:6px;margin:0;overflow-x:auto;padding:.6rem}td{padding:.1rem 1rem .1rem 0;vertical-align:top}`;
