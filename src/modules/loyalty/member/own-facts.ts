import type { OwnCard, SelfFacts } from '../../customers/index.ts';

/**
 * What the form says about the own card, of the fields that the shop opened and the form showed. A birthday with an empty
 * month or day is none; a field that was left empty is taken away.
 */
export function factsIn(
  form: Readonly<Record<string, string>>,
  open: OwnCard['fields'],
  now: OwnCard['facts'],
): SelfFacts {
  const text = (name: string) => (form[name] ?? '').trim().slice(0, 300);
  const facts: SelfFacts = {};
  for (const field of open) {
    if (!(field in form) && !(`${field}.shown` in form)) continue;
    if (field === 'phone' || field === 'email') {
      if (text(field) !== (now[field] ?? '')) facts[field] = text(field) || null;
    } else if (field === 'gender') {
      const said = (['male', 'female', 'other'] as const).find((one) => one === text('gender'));
      if (said && said !== now.gender) facts.gender = said;
    } else if (field === 'address') {
      const parts = ['province', 'city', 'text'].map((part) => [part, text(`address.${part}`)] as const);
      const before = now.address ?? {};
      if (parts.some(([part, said]) => said !== (before[part] ?? ''))) {
        facts.address = { ...before, ...Object.fromEntries(parts.filter(([, said]) => said !== '')) };
        for (const [part, said] of parts) if (said === '') delete facts.address[part];
      }
    } else {
      const said = birthdayIn(text);
      if (said !== undefined && !sameBirthday(said, now.birthday ?? null)) facts.birthday = said;
    }
  }
  return facts;
}

type Said = NonNullable<SelfFacts['birthday']>;

function birthdayIn(text: (name: string) => string): Said | null | undefined {
  const part = (name: string) => Number(text(`birthday.${name}`)) || null;
  const [year, month, day] = [part('year'), part('month'), part('day')];
  if (month === null && day === null) return year === null ? null : undefined;
  if (month === null || day === null) return undefined;
  const calendar = text('birthday.calendar') === 'lunar' ? ('lunar' as const) : ('solar' as const);
  return { calendar, year, month, day, leapMonth: text('birthday.leap') === 'yes' };
}

function sameBirthday(said: Said | null, now: NonNullable<OwnCard['facts']['birthday']> | null): boolean {
  if (said === null || now === null) return said === now;
  return (
    said.calendar === now.calendar &&
    said.month === now.month &&
    said.day === now.day &&
    (said.year ?? null) === (now.year ?? null) &&
    (said.leapMonth ?? false) === (now.leapMonth ?? false)
  );
}
