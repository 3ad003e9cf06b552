import oneClock from './zones.json' with { type: 'json' };

/** Every spelling of a country with one clock, in small letters, with its zone; `zones.json` lists them by zone. */
export const zonesByCountry: Readonly<Record<string, string>> = Object.fromEntries(
  Object.entries(oneClock).flatMap(([zone, names]) => names.map((name) => [name, zone])),
);
