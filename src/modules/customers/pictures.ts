import sharp from 'sharp';

sharp.cache(false);

/** Pixels; more is no photograph but an attempt to fill the memory. */
const MOST_PIXELS = 80_000_000;
/** Pixels of the longer side: what shows a business card's smallest print. */
const LONGEST_SIDE = 4096;

export interface Picture {
  content: Buffer;
  mediaType: string;
}

/**
 * The picture drawn anew: only what is to be seen is kept. Place, camera and whatever else was hidden in the file are gone, and
 * so is anything that was more than a picture. `null`: it cannot be read as one.
 */
export async function drawAnew(path: string): Promise<Picture | null> {
  try {
    const picture = sharp(path, { limitInputPixels: MOST_PIXELS, failOn: 'error', animated: true });
    const { format, pages = 1 } = await picture.metadata();
    const upright = pages > 1 ? picture : picture.rotate();
    const small = upright.resize(LONGEST_SIDE, LONGEST_SIDE, { fit: 'inside', withoutEnlargement: true });
    if (format === 'jpeg') return { content: await small.jpeg({ quality: 88 }).toBuffer(), mediaType: 'image/jpeg' };
    if (format === 'png') return { content: await small.png().toBuffer(), mediaType: 'image/png' };
    if (format === 'webp') return { content: await small.webp({ quality: 88 }).toBuffer(), mediaType: 'image/webp' };
    if (format === 'gif') return { content: await small.gif().toBuffer(), mediaType: 'image/gif' };
    return null;
  } catch {
    return null;
  }
}
