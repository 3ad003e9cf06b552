/** The key of an opened card, kept while the tab is open, so that a reload does not close it. */
const PLACE = 'regulars.own-card';

interface Kept {
  key: string;
  expiresAt: string;
}

/** `door`: the link or the shop that it was opened by. */
export function keptKey(door: string): string | null {
  try {
    const { [door]: kept } = JSON.parse(sessionStorage.getItem(PLACE) ?? '{}') as Record<string, Kept | undefined>;
    return kept && new Date(kept.expiresAt).getTime() > Date.now() ? kept.key : null;
  } catch {
    return null;
  }
}

export function keepKey(door: string, kept: Kept): void {
  sessionStorage.setItem(PLACE, JSON.stringify({ [door]: kept }));
}
