import { registerUndo } from '../../transfer/index.ts';
import { undoDemoArticles } from './demo-articles.ts';

/** What this room adds to others; called once at start by `module.ts`. */
export function hangIn(): void {
  registerUndo(undoDemoArticles);
}
