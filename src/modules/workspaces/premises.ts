import type { House } from '../../kernel/house.ts';

/** What sign-in needs of the house and no Ctx has: secrets, mail, the public address. */
export type Premises = Omit<House, 'doorkeeper'>;

let current: Premises | undefined;

/** Called once by the doorkeeper, who stands here before anybody knocks. */
export function standOn(house: Premises): void {
  current = house;
}

export function premises(): Premises {
  if (!current) throw new Error('The doorkeeper has not been opened.');
  return current;
}
