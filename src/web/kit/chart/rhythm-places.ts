export interface RhythmFacts {
  /** Oldest first; `size` 0…1 is the amount beside the customer's largest. */
  purchases: readonly { on: string; size?: number }[];
  /** When the next purchase was, or is, to be expected. */
  due?: { from: string; to: string };
  today: string;
}

const MARGIN = 14;
const SMALLEST = 3.5;
const LARGEST = 7;

/** Days → places on a line of the given width; the first purchase at its left, today or the due time at its right. */
export function placesOnLine({ purchases, due, today }: RhythmFacts, width: number) {
  const first = dayNumber(purchases[0]?.on ?? today);
  const last = Math.max(dayNumber(today), due ? dayNumber(due.to) : 0, first + 1);
  const x = (day: string) => MARGIN + ((dayNumber(day) - first) / (last - first)) * (width - 2 * MARGIN);
  return {
    dots: purchases.map(({ on, size = 0.4 }) => ({ on, x: x(on), radius: SMALLEST + size * (LARGEST - SMALLEST) })),
    due: due && { x: x(due.from), width: Math.max(6, x(due.to) - x(due.from)) },
    now: x(today),
    lastX: x(purchases.at(-1)?.on ?? today),
  };
}

function dayNumber(day: string): number {
  return Date.parse(day) / 86_400_000;
}
