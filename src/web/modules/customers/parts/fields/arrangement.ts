import type { FieldLayout } from '../../api.ts';

/** Sections with the ids of their fields; those of no section first. */
export type Places = readonly { readonly id: string | null; readonly fields: readonly string[] }[];

export function placesOf({ sections, fields }: FieldLayout): Places {
  return [null, ...sections.map(({ id }) => id)].map((id) => ({
    id,
    fields: fields.filter(({ sectionId }) => sectionId === id).map((field) => field.id),
  }));
}

/** One step up or down, into the neighbouring section at the ends. */
export function stepped(places: Places, field: string, step: -1 | 1): Places {
  const at = places.findIndex(({ fields }) => fields.includes(field));
  const here = places[at];
  if (!here) return places;
  const to = here.fields.indexOf(field) + step;
  if (to >= 0 && to < here.fields.length) return put(places, field, here.id, to);
  const next = places[at + step];
  return next ? put(places, field, next.id, step === 1 ? 0 : next.fields.length) : places;
}

/** The field at place `to` of a section, as counted without it. */
export function put(places: Places, field: string, section: string | null, to: number): Places {
  return places.map(({ id, fields }) => {
    const others = fields.filter((one) => one !== field);
    return { id, fields: id === section ? [...others.slice(0, to), field, ...others.slice(to)] : others };
  });
}

/** Place and number of all, counted from one. */
export function placeOf(places: Places, field: string): { place: number; count: number } {
  const all = places.flatMap(({ fields }) => fields);
  return { place: all.indexOf(field) + 1, count: all.length };
}
