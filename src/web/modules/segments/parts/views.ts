import type { Scheme } from '../api.ts';

export const SCHEMES: readonly Scheme[] = ['value-matrix', 'rfm'];

/** What stands in the address: the scheme, and the class whose customers are listed. */
export interface View {
  scheme: Scheme;
  chosen: string | undefined;
}

export function viewOf(search: unknown): View {
  const asked = typeof search === 'object' && search !== null ? (search as Record<string, unknown>) : {};
  const scheme = SCHEMES.find((one) => one === asked['scheme']) ?? 'value-matrix';
  return { scheme, chosen: typeof asked['class'] === 'string' ? asked['class'] : undefined };
}
