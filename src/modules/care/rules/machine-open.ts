/** Mail scanners and proxies that fetch pictures and links before, or whether or not, anybody looks. */
const PROGRAMS =
  /bot|crawl|spider|scan|preview|proxy|curl|wget|python|java\/|go-http|headless|barracuda|mimecast|proofpoint|symantec|forefront|safelinks|googleimageproxy|yahoomailproxy|cloudmark|trend ?micro|externalhit|whatsapp|okhttp|axios|node-fetch|httpclient|libwww|^mozilla\/5\.0$/i;
/** Nobody reads faster. */
const TOO_SOON_MS = 3_000;

export function isMachine(userAgent: string | null, sentAt: Date | null, now: Date): boolean {
  if (userAgent === null || userAgent.trim() === '' || PROGRAMS.test(userAgent)) return true;
  return sentAt !== null && now.getTime() - sentAt.getTime() < TOO_SOON_MS;
}
