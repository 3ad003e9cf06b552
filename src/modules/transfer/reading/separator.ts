import { alignedWidths } from './fixed-width-rows.ts';
import { SEPARATORS, type Separator } from './table.ts';

export interface FoundSeparator {
  separator: Separator;
  fixedWidths?: number[];
}

/** The separator by which most lines have the same number of fields. */
export function findSeparator(text: string): FoundSeparator {
  const lines = text
    .split(/\r\n|\n|\r/)
    .filter((line) => line.trim() !== '')
    .slice(0, 200);
  const [best] = SEPARATORS.map((separator) => {
    const { fields, share } = consistency(lines.map((line) => fieldCount(line, separator)));
    return { separator, fields, share };
  })
    .filter((found) => found.fields > 1)
    .sort((a, b) => b.share * Math.log(b.fields + 1) - a.share * Math.log(a.fields + 1));
  if (best && best.share >= 0.5) return { separator: best.separator };
  return alignedByBlanks(lines) ?? { separator: best?.separator ?? ',' };
}

function alignedByBlanks(lines: string[]): FoundSeparator | undefined {
  const words = consistency(lines.map((line) => line.trim().split(/\s+/).length));
  if (lines.length > 1 && words.fields > 1 && words.share === 1) return { separator: ' ' };
  const fixedWidths = lines.length >= 3 ? alignedWidths(lines) : undefined;
  return fixedWidths ? { separator: '', fixedWidths } : undefined;
}

// The usual number of fields, and the share of lines that have it.
function consistency(counts: number[]): { fields: number; share: number } {
  const seen = new Map<number, number>();
  for (const count of counts) seen.set(count, (seen.get(count) ?? 0) + 1);
  const [fields = 0, lines = 0] = [...seen].sort((a, b) => b[1] - a[1] || b[0] - a[0])[0] ?? [];
  return { fields, share: counts.length === 0 ? 0 : lines / counts.length };
}

function fieldCount(line: string, separator: string): number {
  return line.replace(/"(?:[^"]|"")*"/g, '').split(separator).length;
}
