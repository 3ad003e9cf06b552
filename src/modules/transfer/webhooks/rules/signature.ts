/** What is signed: the second of sending and the body, so that neither can be changed, nor old news sent as new. */
export function signedText(at: number, body: string): string {
  return `${at}.${body}`;
}

/** The header `Regulars-Signature`; `at` in seconds since 1970, `mark` the HMAC-SHA256 of `signedText` in hexadecimal. */
export function signatureHeader(at: number, mark: string): string {
  return `t=${at},v1=${mark}`;
}
