export interface Pair {
  a: string;
  b: string;
  /** 0–100 */
  score: number;
}

export interface Group<P extends Pair = Pair> {
  /** Of its strongest pair. */
  score: number;
  pairs: P[];
}

/** Pairs that share a card belong together, however long the chain. */
export function groupsOf<P extends Pair>(pairs: readonly P[]): Group<P>[] {
  const parent = new Map<string, string>();
  const root = (id: string): string => {
    let top = id;
    for (let up = parent.get(top) ?? top; up !== top; up = parent.get(top) ?? top) top = up;
    parent.set(id, top);
    return top;
  };
  for (const { a, b } of pairs) parent.set(root(a), root(b));
  const groups = new Map<string, Group<P>>();
  for (const pair of pairs) {
    const key = root(pair.a);
    const group = groups.get(key) ?? { score: 0, pairs: [] };
    group.pairs.push(pair);
    group.score = Math.max(group.score, pair.score);
    groups.set(key, group);
  }
  return [...groups.values()];
}
