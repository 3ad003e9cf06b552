import type { Ctx } from '../../../kernel/context.ts';

/** Days of the shop, `until` not included. */
export interface Span {
  readonly from: string;
  readonly until: string;
}

/** `amount` of a share is how many of `of`; of money, minor units of the base currency. */
export interface FigureValue {
  readonly amount: number | bigint;
  readonly of?: number;
}

/** One thing that colleagues are looked at by. Whoever has nothing to show is absent from the answer. */
export interface ColleagueFigure {
  readonly key: string;
  /** Its words live there: `<module>:results.<key>` and, how it is reckoned, `<module>:results.<key>About`. */
  readonly module: string;
  readonly unit: 'count' | 'share' | 'money' | 'days';
  /** Fewer is better. */
  readonly fewer?: boolean;
  /** About sales: never the only thing that somebody is paid for. */
  readonly sales?: boolean;
  readonly order: number;
  readonly read: (ctx: Ctx, span: Span) => Promise<ReadonlyMap<string, FigureValue>>;
}

const figures = new Map<string, ColleagueFigure>();

/** Called once at start by the `module.ts` of the module that knows the figure. */
export function registerFigure(figure: ColleagueFigure): void {
  figures.set(figure.key, figure);
}

export function allFigures(): ColleagueFigure[] {
  return [...figures.values()].toSorted((a, b) => a.order - b.order);
}

export function figureNamed(key: string): ColleagueFigure | undefined {
  return figures.get(key);
}
