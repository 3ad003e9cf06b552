import { readBulk } from './read.ts';
import { previewBulk, startBulk } from './start.ts';

export const bulkVerbs = { preview: previewBulk, start: startBulk, read: readBulk };
