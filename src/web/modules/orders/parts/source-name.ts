/** Where orders came from: the program's own words for its own ways, the shop's for the rest. */
export function sourceName(source: string, t: (key: string) => string): string {
  return source === 'manual' || source === 'import' ? t(`source.${source}`) : source;
}
