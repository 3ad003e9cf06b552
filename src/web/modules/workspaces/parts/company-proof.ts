const KEY = 'regulars.company';

/** Kept by this browser while its person is at the provider, so that nobody else's answer is taken for theirs. */
export function keepProof(proof: string, next: string | undefined): void {
  sessionStorage.setItem(KEY, JSON.stringify({ proof, next }));
}

export function takeProof(): { proof: string; next?: string } {
  const kept = sessionStorage.getItem(KEY);
  sessionStorage.removeItem(KEY);
  return kept ? (JSON.parse(kept) as { proof: string; next?: string }) : { proof: '' };
}
