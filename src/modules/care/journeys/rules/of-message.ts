/** What comes of a message of the journey. */
const ofMessage = ['opened', 'clicked', 'answered'] as const;
export type OfMessage = (typeof ofMessage)[number];

export function isOfMessage(what: string): what is OfMessage {
  return (ofMessage as readonly string[]).includes(what);
}
