import oneClock from './zones.json' with { type: 'json' };

/** Every spelling of a country with one clock, in small letters, with its zone; `zones.json` lists them by zone. */
export const zonesByCountry: Readonly<Record<string, string>> = Object.fromEntries(
  Object.entries(oneClock).flatMap(([zone, names]) => names.map((name) => [name, zone])),
);

/** Where the person's clock stands: the country's where that has one, else the shop's. */
export function zoneOf(country: string | null | undefined, shopZone: string): string {
  const known = (country ?? '').trim().toLowerCase();
  return Object.hasOwn(zonesByCountry, known) ? (zonesByCountry[known] ?? shopZone) : shopZone;
}
