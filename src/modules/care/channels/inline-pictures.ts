import { createHash } from 'node:crypto';

interface Picture {
  cid: string;
  type: string;
  content: Buffer;
}

/** Mailboxes show no data addresses: pictures in the markup become parts of the mail, each once. */
export function inlinePictures(html: string): { html: string; inline: Picture[] } {
  const pictures = new Map<string, Picture>();
  const named = html.replace(
    /src="data:(image\/(?:png|jpeg|gif));base64,([A-Za-z0-9+/=]+)"/g,
    (_all, type: string, data: string) => {
      const cid = `${createHash('sha256').update(data).digest('hex').slice(0, 16)}.${type.slice(6)}`;
      if (!pictures.has(cid)) pictures.set(cid, { cid, type, content: Buffer.from(data, 'base64') });
      return `src="cid:${cid}"`;
    },
  );
  return { html: named, inline: [...pictures.values()] };
}
