/** One line of the report: what was measured, its floor in the same run, and their ratio. */
export interface Row {
  what: string;
  ours: string;
  floor: string;
  /** Ours by floor for times (smaller is better), ours of floor in per cent for rates (larger is better). */
  ratio: string;
  aim: string;
}

export function timed(what: string, ours: number, floor: number, aim: string, more = ''): Row {
  return {
    what,
    ours: `${duration(ours)}${more}`,
    floor: duration(floor),
    ratio: `${(ours / floor).toFixed(1)}×`,
    aim,
  };
}

export function rated(what: string, ours: number, floor: number, aim: string, more = ''): Row {
  const perSecond = (rate: number) => `${Math.round(rate).toLocaleString('en')}/s`;
  const ratio = `${Math.round((ours / floor) * 100)} %`;
  return { what, ours: `${perSecond(ours)}${more}`, floor: perSecond(floor), ratio, aim };
}

export function duration(milliseconds: number): string {
  return milliseconds < 1000 ? `${milliseconds.toFixed(1)} ms` : `${(milliseconds / 1000).toFixed(1)} s`;
}

export function table(rows: readonly Row[]): string {
  const head = ['work', 'Regulars', 'floor', 'ratio', 'aim'];
  const lines = rows.map((row) => [row.what, row.ours, row.floor, row.ratio, row.aim]);
  const widths = head.map((title, column) => Math.max(title.length, ...lines.map((line) => line[column]?.length ?? 0)));
  const print = (cells: string[]) => `| ${cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`;
  return [print(head), `|${widths.map((width) => '-'.repeat(width + 2)).join('|')}|`, ...lines.map(print)].join('\n');
}
