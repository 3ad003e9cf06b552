/** Colours of how a key account stands. */
export const ACCOUNT_TONES = { growing: 'well', steady: 'teal', at_risk: 'act' } as const;
