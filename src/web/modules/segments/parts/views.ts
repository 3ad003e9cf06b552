/** What stands in the address: the scheme, and the class whose customers are listed. */
export interface View {
  scheme: string;
  chosen: string | undefined;
}

export function viewOf(search: unknown): View {
  const asked = typeof search === 'object' && search !== null ? (search as Record<string, unknown>) : {};
  const text = (key: string) => (typeof asked[key] === 'string' && asked[key] !== '' ? asked[key] : undefined);
  return { scheme: text('scheme') ?? 'value-matrix', chosen: text('class') };
}
