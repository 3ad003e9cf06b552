/** `npm run bench [name …] [-- --scale 0.1]`: 1 is 1,000,000 customers. Every line prints its floor and their ratio. */
import { cpus } from 'node:os';
import { parseArgs } from 'node:util';
import { bulk } from './bulk.ts';
import { classes } from './classes.ts';
import { duplicates } from './duplicates.ts';
import { ownFields } from './fields.ts';
import { importAndUndo } from './import-and-undo.ts';
import { listAndSearch } from './list-and-search.ts';
import { lookUp } from './look-up.ts';
import { table, type Row } from './row.ts';
import { openStage, type Stage } from './stage.ts';

const benches: Readonly<Record<string, (stage: Stage) => Promise<Row[]>>> = {
  'look-up': lookUp,
  list: listAndSearch,
  fields: ownFields,
  classes,
  duplicates,
  bulk,
  import: importAndUndo,
};

const { values, positionals } = parseArgs({
  options: { scale: { type: 'string', default: '0.1' } },
  allowPositionals: true,
});
const unknown = positionals.find((name) => !(name in benches));
if (unknown) throw new Error(`There is no benchmark "${unknown}". There are: ${Object.keys(benches).join(', ')}.`);
const chosen = positionals.length > 0 ? positionals : Object.keys(benches);

const stage = await openStage(Math.round(Number(values.scale) * 1_000_000));
try {
  const rows: Row[] = [];
  for (const name of chosen) {
    console.log(`${name} …`);
    const found = (await benches[name]?.(stage)) ?? [];
    // At once: a long run that is broken off has still told what it knew.
    console.log(table(found));
    rows.push(...found);
  }
  console.log(
    `\n${stage.customers.toLocaleString('en')} customers; ${cpus().length} × ${cpus()[0]?.model.trim()}\n\n${table(rows)}`,
  );
} finally {
  await stage.close();
}
