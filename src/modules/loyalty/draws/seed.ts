import { createHash, createHmac } from 'node:crypto';
import type { Ctx } from '../../../kernel/context.ts';
import { mark } from '../../../kernel/secrets.ts';
import { numberOf } from './rules/lot.ts';

/**
 * How a draw is proved. All texts are UTF-8.
 *
 *   hash   = SHA-256(seed), hexadecimal: shown from publication on, before the first try
 *   digest = HMAC-SHA256(key: seed, message: the try's number in the draw, `1`, `2`, `3` …)
 *   number = ⌊ first 8 bytes of digest, big-endian, × 10000 / 2^64 ⌋
 *
 * The prizes share out the numbers 0 to 9999 in their order, each as many as its odds; see `rules/lot.ts`. The seed is
 * shown once the draw is over. It follows from the draw and the shop's secret key and is stored nowhere, so nobody who
 * looks into the database knows what the next try will bring.
 */
export function seedOf(ctx: Ctx, drawId: string): string {
  return mark('lucky draw', `${ctx.workspace.id} ${drawId}`);
}

export function hashOf(seed: string): string {
  return createHash('sha256').update(seed).digest('hex');
}

export function drawnNumber(seed: string, no: number): number {
  return numberOf(createHmac('sha256', seed).update(String(no)).digest());
}
