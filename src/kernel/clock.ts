/**
 * The business clock. `REGULARS_NOW` (ISO 8601) shifts it in tests: the process starts at that instant and time
 * then runs on from there.
 */
const started = Date.now();
const shift = process.env['REGULARS_NOW'] ? Date.parse(process.env['REGULARS_NOW']) - started : 0;

export function now(): Date {
  return new Date(Date.now() + shift);
}
