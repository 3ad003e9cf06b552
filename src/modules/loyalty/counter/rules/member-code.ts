const MEMBER = /^RM-?([0-9a-f]{32})$/i;

/** What the QR of a member's page holds: found by a scan, too long to be guessed. */
export function memberCode(customerId: string): string {
  return `RM-${customerId.replaceAll('-', '')}`;
}

/** The customer whom a scanned code names; null for anything else. */
export function memberIn(code: string): string | null {
  const hex = MEMBER.exec(code.trim())?.[1]?.toLowerCase();
  if (hex === undefined) return null;
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}
