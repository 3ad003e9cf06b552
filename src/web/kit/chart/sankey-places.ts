export interface Flow {
  from: string;
  to: string;
  /** Positive. */
  value: number;
}

export interface Block {
  key: string;
  y: number;
  height: number;
  value: number;
}

export interface Ribbon {
  from: string;
  to: string;
  value: number;
  /** Middle of its ends, and how thick it is. */
  y1: number;
  y2: number;
  thickness: number;
}

/** Two columns of blocks, each as high as what flows through it, and the ribbons between; `order` from above. */
export function sankeyPlaces(flows: readonly Flow[], order: readonly string[], height: number, gap: number) {
  const total = flows.reduce((sum, { value }) => sum + value, 0);
  const left = sumsBy(flows, order, 'from');
  const right = sumsBy(flows, order, 'to');
  const most = Math.max(left.length, right.length);
  const scale = total > 0 ? (height - gap * Math.max(0, most - 1)) / total : 0;
  const sources = stacked(left, scale, gap);
  const targets = stacked(right, scale, gap);
  const place = (key: string) => order.indexOf(key);
  const sorted = flows.toSorted((a, b) => place(a.from) - place(b.from) || place(a.to) - place(b.to));
  const used = { from: new Map<string, number>(), to: new Map<string, number>() };
  const ribbons = sorted.map(({ from, to, value }): Ribbon => {
    const thickness = value * scale;
    const [above1, above2] = [used.from.get(from) ?? 0, used.to.get(to) ?? 0];
    used.from.set(from, above1 + thickness);
    used.to.set(to, above2 + thickness);
    const top1 = sources.find(({ key }) => key === from)?.y ?? 0;
    const top2 = targets.find(({ key }) => key === to)?.y ?? 0;
    return { from, to, value, thickness, y1: top1 + above1 + thickness / 2, y2: top2 + above2 + thickness / 2 };
  });
  return { sources, targets, ribbons };
}

function sumsBy(flows: readonly Flow[], order: readonly string[], side: 'from' | 'to') {
  return order.flatMap((key) => {
    const value = flows.filter((flow) => flow[side] === key).reduce((sum, flow) => sum + flow.value, 0);
    return value > 0 ? [{ key, value }] : [];
  });
}

function stacked(sums: readonly { key: string; value: number }[], scale: number, gap: number): Block[] {
  let y = 0;
  return sums.map(({ key, value }) => {
    const block = { key, value, y, height: value * scale };
    y += block.height + gap;
    return block;
  });
}
