import type { CustomerCard } from '../api.ts';
import { noOwn, ownFacts, type OwnDraft } from './fields/own-draft.ts';
import { birthdayOf, draftOf, noBirthday, type BirthdayDraft } from './birthday-field.tsx';

/** The form's values: text as typed. */
export interface FactsDraft {
  name: string;
  kind: 'person' | 'company';
  phone: string;
  email: string;
  gender: string | null;
  title: string;
  birthday: BirthdayDraft;
  province: string;
  city: string;
  district: string;
  text: string;
  postcode: string;
  tags: string[];
  source: string;
  ownerId: string | null;
  branchId: string | null;
  stage: string | null;
  /** Why the stage is another now. */
  stageReason: string;
  externalId: string;
  cardNumber: string;
  custom: Record<string, string>;
  /** The business's own fields, as far as they were touched. */
  own: OwnDraft;
}

/** Fields of every card that have no column of their own. */
export const CUSTOM_FIELDS = ['contactPerson', 'company', 'occupation', 'preferences'] as const;
const ADDRESS_FIELDS = ['province', 'city', 'district', 'text', 'postcode'] as const;

export function draftOfCard(card: CustomerCard | undefined): FactsDraft {
  const address = card?.address ?? {};
  const part = (name: string) => address[name] ?? '';
  return {
    name: card?.name ?? '',
    kind: card?.kind ?? 'person',
    phone: card?.phone ?? '',
    email: card?.email ?? '',
    gender: card?.gender ?? null,
    title: card?.title ?? '',
    birthday: card ? draftOf(card.birthday) : noBirthday,
    province: part('province'),
    city: part('city'),
    district: part('district'),
    text: part('text') || [part('street'), part('line')].filter(Boolean).join(' '),
    postcode: part('postcode'),
    tags: card?.tags ?? [],
    source: card?.source ?? '',
    ownerId: card?.ownerId ?? null,
    branchId: card?.branchId ?? null,
    stage: card?.stage ?? null,
    stageReason: '',
    externalId: card?.externalId ?? '',
    cardNumber: card?.cardNumber ?? '',
    custom: customTexts(card),
    own: noOwn,
  };
}

/** What the server is told. `before` is left out of a change where it stays the same. */
export function factsOf(draft: FactsDraft, card: CustomerCard | undefined) {
  const birthday = birthdayOf(draft.birthday);
  const facts = {
    name: draft.name,
    kind: draft.kind,
    phone: draft.phone || null,
    email: draft.email || null,
    gender: (draft.gender as 'male' | 'female' | 'other' | null) ?? null,
    title: draft.title || null,
    ...(birthday === undefined ? {} : { birthday }),
    address: addressOf(draft, card),
    tags: draft.tags,
    source: draft.source || null,
    externalId: draft.externalId || null,
    cardNumber: draft.cardNumber || null,
    ...ownFacts(draft.own),
    custom: { ...customOf(draft, card), ...draft.own.values },
    ...(draft.stage ? { stage: draft.stage as CustomerCard['stage'] } : {}),
    ...(card && draft.stageReason.trim() ? { stageReason: draft.stageReason } : {}),
  };
  // Whoever looks after their own customers only may not name an owner, not even the same.
  return {
    ...facts,
    ...(draft.ownerId === (card?.ownerId ?? null) ? {} : { ownerId: draft.ownerId }),
    ...(draft.branchId === (card?.branchId ?? null) ? {} : { branchId: draft.branchId }),
  };
}

function addressOf(draft: FactsDraft, card: CustomerCard | undefined): Record<string, string> | null {
  // Parts that the form does not show stay as they are.
  const { street: _street, line: _line, ...kept } = card?.address ?? {};
  const shown = Object.fromEntries(ADDRESS_FIELDS.map((part) => [part, draft[part].trim()]));
  const parts = Object.entries({ ...kept, ...shown }).filter(([, value]) => value !== '');
  return parts.length === 0 ? null : Object.fromEntries(parts);
}

function customTexts(card: CustomerCard | undefined): Record<string, string> {
  const own = Object.fromEntries(CUSTOM_FIELDS.map((field) => [field, '']));
  // Only words and numbers can be typed; lists and amounts belong to fields of their own.
  const known = Object.entries(card?.custom ?? {}).filter(([, value]) => typeof value !== 'object');
  return { ...own, ...Object.fromEntries(known.map(([field, value]) => [field, String(value ?? '')] as const)) };
}

/** Numbers and truths stay what they are while their text is the same. */
function customOf(draft: FactsDraft, card: CustomerCard | undefined) {
  const changed = Object.entries(draft.custom).filter(([field, text]) => text !== String(card?.custom[field] ?? ''));
  return Object.fromEntries(changed.map(([field, text]) => [field, text.trim() || null]));
}
