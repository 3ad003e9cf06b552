/** What people call an order; null for those whose number was only made to tell them apart. */
export function shownNumber(externalId: string): string | null {
  return /^(row:|[0-9a-f]{8}-[0-9a-f]{4}-)/.test(externalId) ? null : externalId;
}
