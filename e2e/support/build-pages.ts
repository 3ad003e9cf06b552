import { buildPages } from '../../src/apps/build-pages.ts';
import { ensureChromium } from './chromium.ts';

export default async function setup(): Promise<void> {
  ensureChromium();
  await buildPages(console.log);
}
