/** In the order of a customer's life. */
export const STAGES = ['lead', 'prospect', 'active', 'sleeping', 'lost'] as const;
export type Stage = (typeof STAGES)[number];
