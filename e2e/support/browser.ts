import { readdirSync, readFileSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { AxeBuilder } from '@axe-core/playwright';
import { chromium, type Browser, type Page } from 'playwright-core';
import { expect } from 'vitest';
import { ensureChromium } from './chromium.ts';

export type Tongue = 'zh-CN' | 'zh-TW' | 'en';

/** What a person sits in front of. */
export interface Seat {
  tongue: Tongue;
  width: 1280 | 390;
  scheme: 'light' | 'dark';
}

const guide = fileURLToPath(new URL('../../docs/guide', import.meta.url));
export const renewing = process.env['PICTURES'] !== undefined;

/** What the guide shows. `PICTURES=1` renews it, and puts every other picture into the temporary folder to be looked at. */
const shown = new Set(
  readdirSync(guide)
    .filter((page) => page.endsWith('.md'))
    .flatMap((page) => [...readFileSync(join(guide, page), 'utf8').matchAll(/\(pictures\/([\w-]+\.png)\)/g)])
    .map(([, file]) => file),
);

/** Both widths, each in one language; all four when the guide's pictures are renewed. */
export const seats: Seat[] = [
  { tongue: 'zh-CN', width: 1280, scheme: 'light' },
  { tongue: 'en', width: 390, scheme: 'dark' },
];
if (renewing) {
  seats.push({ tongue: 'en', width: 1280, scheme: 'light' }, { tongue: 'zh-CN', width: 390, scheme: 'light' });
}

export function openBrowser(): Promise<Browser> {
  return chromium.launch({ executablePath: ensureChromium(), args: ['--no-sandbox', '--disable-dev-shm-usage'] });
}

/** A page that fails the test on anything the browser complains about. */
export async function sit(browser: Browser, url: string, seat: Seat): Promise<{ page: Page; complaints: string[] }> {
  const context = await browser.newContext({
    baseURL: url,
    locale: seat.tongue,
    colorScheme: seat.scheme,
    viewport: { width: seat.width, height: seat.width === 390 ? 844 : 860 },
    hasTouch: seat.width === 390,
    // What fades in or out is judged, and pressed, as it will stand there.
    reducedMotion: 'reduce',
    timezoneId: 'Asia/Shanghai',
  });
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error' && !message.text().includes('the server responded with a status')) {
      complaints.push(message.text());
    }
  });
  return { page, complaints };
}

export async function picture(page: Page, name: string, { tongue, width, scheme }: Seat): Promise<void> {
  if (!renewing) return;
  const file = `${name}-${tongue}-${width}-${scheme}.png`;
  const folder = shown.has(file) ? join(guide, 'pictures') : join(tmpdir(), 'regulars-pictures');
  await mkdir(folder, { recursive: true });
  await page.screenshot({ path: join(folder, file) });
}

/** Nothing that axe finds, nothing that sticks out at the side, and no word left as its key. */
export async function expectWellMade(page: Page): Promise<void> {
  // Legacy mode asks in the page itself: no page of ours has a frame, and the other way opens a second page each time.
  const { violations } = await new AxeBuilder({ page })
    .setLegacyMode()
    // Style sheets are not read beforehand: only a rule on films and sounds asks for it, and there are none.
    .options({ resultTypes: ['violations'], preload: false })
    .analyze();
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(' ')}`)).toEqual([]);
  const overflow = await page.evaluate<number>(
    'document.documentElement.scrollWidth - document.documentElement.clientWidth',
  );
  expect(overflow, 'horizontal overflow').toBeLessThanOrEqual(0);
  const text = await page.locator('body').innerText();
  expect(text.match(/\b[a-z]+:[a-z][\w.]+\.[\w.]+/g) ?? [], 'untranslated keys').toEqual([]);
}
