import type { CounterMatch } from '../../api.ts';

/** Members seen at this device lately, for the time without a network. What is masked for the colleague is masked here. */
const PLACE = 'regulars.counter.seen';
const KEPT = 200;

interface Seen {
  at: string;
  match: CounterMatch;
}

export function rememberMember(workspaceId: string, match: CounterMatch): void {
  const others = seenIn(workspaceId).filter(({ match: one }) => one.customer.id !== match.customer.id);
  const kept = [{ at: new Date().toISOString(), match }, ...others].slice(0, KEPT);
  sessionStorage.setItem(`${PLACE}.${workspaceId}`, JSON.stringify(kept));
}

/** By the end of the phone or a part of the name. */
export function recallMembers(workspaceId: string, typed: string): Seen[] {
  const sought = typed.trim().toLowerCase();
  return seenIn(workspaceId).filter(({ match: { customer } }) => {
    const phone = customer.phone?.replace(/\D/g, '') ?? '';
    return (/^\d{4,}$/.test(sought) && phone.endsWith(sought)) || customer.name.toLowerCase().includes(sought);
  });
}

function seenIn(workspaceId: string): Seen[] {
  return JSON.parse(sessionStorage.getItem(`${PLACE}.${workspaceId}`) ?? '[]') as Seen[];
}
