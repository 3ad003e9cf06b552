import { browserSupportsWebAuthn, WebAuthnError } from '@simplewebauthn/browser';

/** Browsers keep passkeys by name, not by address, and only on safe connections. */
export function passkeysWork(): boolean {
  return browserSupportsWebAuthn() && window.isSecureContext && !/^[\d.]+$|:/.test(location.hostname);
}

/** Who closes the browser's dialogue has changed their mind; that is no failure to tell of. */
export function giveUp(error: unknown): unknown {
  if (error instanceof WebAuthnError && error.code === 'ERROR_CEREMONY_ABORTED') return null;
  return error instanceof Error && error.name === 'NotAllowedError' ? null : error;
}

interface Shown {
  id: string;
  rawId: string;
  response: object;
  clientExtensionResults: object;
}

/** As the API takes it: without what only the browser needs. */
export function asCredential({ id, rawId, response, clientExtensionResults }: Shown) {
  return {
    id,
    rawId,
    type: 'public-key' as const,
    response: response as Record<string, string | string[] | number | null>,
    clientExtensionResults: { ...clientExtensionResults },
  };
}
