import { z } from 'zod';

/** A built-in scheme, e.g. `value-matrix`, or the key of one of the workspace's own. */
export const scheme = z.string().min(1).max(40);
export const classKey = z.string().min(1).max(120);
export const line = (longest: number) => z.string().trim().max(longest);
