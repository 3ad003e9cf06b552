/** One customer's stamps on one card: all they have, and for how many full cards they got the reward. */
export interface Stamped {
  stamps: number;
  rewards: number;
}

/** How many rewards are due (or, negative, too many were given), by what is stamped now. */
export function rewardsDue({ stamps, rewards }: Stamped, needed: number): number {
  return Math.max(0, Math.floor(stamps / needed)) - rewards;
}

/**
 * What stands on the card in hand. A reward that was used before its order came back leaves stamps to be earned again:
 * then the card begins below nothing, which is shown as an empty one with more to go.
 */
export function cardInHand({ stamps, rewards }: Stamped, needed: number): { stamps: number; toGo: number } {
  const on = stamps - rewards * needed;
  return { stamps: Math.max(0, on), toGo: needed - on };
}
