import { expect, test } from 'vitest';
import { isMachine } from './machine-open.ts';

const now = new Date('2026-11-25T03:00:00Z');
const hourAgo = new Date('2026-11-25T02:00:00Z');

test.each([
  [
    'Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148',
    false,
  ],
  [
    'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0 Safari/537.36',
    false,
  ],
  ['Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/120.0 Mobile Safari/537.36 MicroMessenger/8.0.50', false],
  ['Microsoft Office/16.0 (Windows NT 10.0; Microsoft Outlook 16.0.17928; Pro)', false],
  ['Mozilla/5.0 (Windows NT 5.1; rv:11.0) Gecko Firefox/11.0 (via ggpht.com GoogleImageProxy)', true],
  ['YahooMailProxy; https://help.yahoo.com/kb/yahoo-mail-proxy-SLN28749.html', true],
  ['Mozilla/5.0', true],
  ['Mozilla/5.0 (compatible; Barracuda Sentinel)', true],
  ['Mozilla/5.0 (compatible; Mimecast)', true],
  ['ProofPoint URL Defense', true],
  ['Mozilla/5.0 (compatible; bingbot/2.0; +http://www.bing.com/bingbot.htm)', true],
  ['Slackbot-LinkExpanding 1.0 (+https://api.slack.com/robots)', true],
  ['facebookexternalhit/1.1 (+http://www.facebook.com/externalhit_uatext.php)', true],
  ['WhatsApp/2.23.20.0 A', true],
  ['TelegramBot (like TwitterBot)', true],
  ['Mozilla/5.0 (X11; Linux x64) AppleWebKit/537.36 HeadlessChrome/119.0', true],
  ['curl/8.5.0', true],
  ['python-requests/2.31', true],
  ['Go-http-client/2.0', true],
  ['okhttp/4.12.0', true],
  ['axios/1.6.2', true],
  ['node-fetch', true],
  ['Apache-HttpClient/4.5.14 (Java/17)', true],
  ['libwww-perl/6.67', true],
  ['', true],
  ['  ', true],
  [null, true],
] as const)('%s: a program? %s', (agent, program) => expect(isMachine(agent, hourAgo, now)).toBe(program));

test('nobody reads within three seconds', () => {
  const agent = 'Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 Mobile/15E148';
  expect(isMachine(agent, new Date(now.getTime() - 2_999), now)).toBe(true);
  expect(isMachine(agent, new Date(now.getTime() - 3_000), now)).toBe(false);
  expect(isMachine(agent, null, now)).toBe(false);
});
