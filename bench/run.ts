/** `npm run bench [name …] [-- --scale 0.1]`: 1 is 1,000,000 customers. Every line prints its floor and their ratio. */
import { cpus } from 'node:os';
import { parseArgs } from 'node:util';
import { alerts } from './alerts.ts';
import { atRest } from './at-rest.ts';
import { besideOthers } from './beside-others.ts';
import { bulk } from './bulk.ts';
import { classes } from './classes.ts';
import { duplicates } from './duplicates.ts';
import { exports } from './exports.ts';
import { ownFields } from './fields.ts';
import { importAndUndo } from './import-and-undo.ts';
import { journeys } from './journeys.ts';
import { listAndSearch } from './list-and-search.ts';
import { lookUp } from './look-up.ts';
import { mails } from './mails.ts';
import { points } from './points.ts';
import { predictions } from './predictions.ts';
import { foretold, lists } from './recommend.ts';
import { table, type Row } from './row.ts';
import { segments } from './segments.ts';
import { openStage, type Stage } from './stage.ts';

const benches: Readonly<Record<string, (stage: Stage) => Promise<Row[]>>> = {
  'look-up': lookUp,
  list: listAndSearch,
  others: besideOthers,
  fields: ownFields,
  classes,
  duplicates,
  bulk,
  exports,
  segments,
  lists,
  points,
  import: importAndUndo,
  journeys,
  rest: atRest,
};

/** Arithmetic alone, or with a product of their own. */
const byThemselves: Readonly<Record<string, (scale: number) => Promise<Row[]>>> = {
  predictions,
  alerts,
  recommend: foretold,
  mails,
};

const { values, positionals } = parseArgs({
  options: { scale: { type: 'string', default: '0.1' } },
  allowPositionals: true,
});
const names = [...Object.keys(byThemselves), ...Object.keys(benches)];
const unknown = positionals.find((name) => !names.includes(name));
if (unknown) throw new Error(`There is no benchmark "${unknown}". There are: ${names.join(', ')}.`);
const chosen = positionals.length > 0 ? positionals : names;

const stage = chosen.some((name) => name in benches)
  ? await openStage(Math.round(Number(values.scale) * 1_000_000))
  : null;
try {
  const rows: Row[] = [];
  for (const name of chosen) {
    console.log(`${name} …`);
    try {
      const found =
        (await byThemselves[name]?.(Number(values.scale))) ?? (stage && (await benches[name]?.(stage))) ?? [];
      // At once: a long run that is broken off has still told what it knew.
      console.log(table(found));
      rows.push(...found);
    } catch (error) {
      // A shop of a million is filled for an hour: one figure that fails must not cost the others.
      console.error(`${name} failed:`, error);
      process.exitCode = 1;
    }
  }
  const size = stage ? `${stage.customers.toLocaleString('en')} customers; ` : '';
  console.log(`\n${size}${cpus().length} × ${cpus()[0]?.model.trim()}\n\n${table(rows)}`);
} finally {
  await stage?.close();
}
