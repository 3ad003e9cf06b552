import type { Reaction } from '../../kernel/outbox.ts';

export const reactions: readonly Reaction[] = [];
