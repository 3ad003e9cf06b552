export const PLAYBOOK_ROLES = ['owner', 'manager', 'sales', 'service', 'marketing', 'clerk'] as const;
export type PlaybookRole = (typeof PLAYBOOK_ROLES)[number];

/** The part of a playbook that is figures: who looks after the class, how often, and for how much of what it brings. */
export interface PlaybookFigures {
  role: PlaybookRole;
  /** Days between two contacts with a customer; 0 is only when they ask. */
  rhythmDays: number;
  /** Of what the class brings in the period, in a hundred. */
  budgetPercent: number;
}

const figures = (role: PlaybookRole, rhythmDays: number, budgetPercent: number): PlaybookFigures => ({
  role,
  rhythmDays,
  budgetPercent,
});

/**
 * What the trade teaches: most for the best, something to raise the middle, little where little comes of it, and with
 * those who cost more than they bring talk before anything is spent.
 */
const STANDARD: Record<string, Record<string, PlaybookFigures>> = {
  'value-matrix': {
    best: figures('owner', 30, 5),
    spender: figures('sales', 60, 4),
    frequent: figures('service', 45, 3),
    uncertain: figures('marketing', 90, 1),
  },
  rfm: {
    champions: figures('owner', 30, 5),
    loyal: figures('sales', 45, 4),
    potential: figures('service', 45, 3),
    new: figures('service', 30, 3),
    promising: figures('marketing', 60, 2),
    'need-attention': figures('service', 45, 3),
    'about-to-sleep': figures('marketing', 60, 2),
    'at-risk': figures('sales', 30, 4),
    'cannot-lose': figures('owner', 21, 6),
    hibernating: figures('marketing', 90, 1),
    lost: figures('marketing', 0, 0),
  },
  'e-class': {
    EI: figures('owner', 30, 5),
    EII: figures('sales', 30, 4),
    EIII: figures('service', 60, 3),
    EIV: figures('marketing', 120, 1),
  },
  'p-class': {
    PI: figures('owner', 7, 4),
    PII: figures('sales', 30, 3),
    PIII: figures('service', 21, 2),
    PIV: figures('marketing', 90, 0.5),
  },
  pyramid: {
    top: figures('owner', 21, 6),
    large: figures('sales', 30, 5),
    middle: figures('service', 60, 3),
    small: figures('marketing', 120, 1),
    negative: figures('manager', 90, 0),
  },
  consumption: { high: figures('sales', 30, 5), mid: figures('service', 60, 3), low: figures('marketing', 120, 1) },
  'buyer-kind': {
    regular: figures('sales', 45, 4),
    irregular: figures('service', 45, 3),
    occasional: figures('marketing', 90, 1),
  },
  vip: { vip: figures('owner', 30, 5), near: figures('sales', 45, 4), others: figures('marketing', 90, 1) },
};

const ANY = figures('service', 90, 2);
/** Of own schemes: the better a class stands among all, the more. */
const BY_PLACE = [figures('owner', 30, 5), figures('service', 60, 3), figures('marketing', 120, 1)];

/** `place`: 0 for the best third of an own scheme's classes, 2 for the last; null where none is better. */
export function standardFigures(scheme: string, key: string, place: 0 | 1 | 2 | null): PlaybookFigures {
  return STANDARD[scheme]?.[key] ?? (place === null ? ANY : (BY_PLACE[place] ?? ANY));
}

export function placeAmong(ranking: readonly string[], key: string): 0 | 1 | 2 | null {
  const at = ranking.indexOf(key);
  if (at < 0) return null;
  return Math.min(2, Math.floor((3 * at) / ranking.length)) as 0 | 1 | 2;
}
