import { consentFor, type Value } from './use-fields.ts';

/** What was typed into the business's own fields: only what differs from the card. */
export interface OwnDraft {
  values: Record<string, Value>;
  /** Key → how it is known that the customer agreed. */
  agreed: Record<string, string>;
}

export const noOwn: OwnDraft = { values: {}, agreed: {} };

/** What the server is told of them. */
export function ownFacts({ values, agreed }: OwnDraft): {
  custom: Record<string, Value>;
  consents?: ReturnType<typeof consentOf>[];
} {
  const consents = Object.entries(agreed).map(([key, proof]) => consentOf(consentFor(key), proof));
  return { custom: values, ...(consents.length > 0 ? { consents } : {}) };
}

export function consentOf(purpose: string, proof: string) {
  return { channel: 'any', purpose, granted: true, proof: proof.trim() || null };
}
