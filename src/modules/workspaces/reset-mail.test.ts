import { expect, test } from 'vitest';
import { buildServer } from '../../kernel/http/server.ts';
import { openMailer } from '../../kernel/mail.ts';
import { testHouse } from '../../kernel/testing/house.ts';
import { openSmtpSink } from '../team/testing/smtp-sink.ts';
import { openDoorkeeper } from './doorkeeper.ts';
import { workspacesModule } from './module.ts';
import { createUser } from './setup.ts';

const sink = await openSmtpSink();
const bare = await testHouse();
const mail = openMailer(sink.url, 'Regulars <regulars@localhost>', bare.log);
const house = { ...bare, mail };
const app = await buildServer({ ...house, doorkeeper: openDoorkeeper(house) }, [workspacesModule]);

function post(path: string, payload: object, language = 'en') {
  return app.inject({ method: 'POST', url: `/api/v1${path}`, payload, headers: { 'accept-language': language } });
}

test('a forgotten password is replaced by the link that the mail brings, in the language of who asked', async () => {
  const shop = await house.openWorkspace();
  await createUser(house, { email: 'lin@example.com', name: '林', role: 'clerk', workspaceId: shop.id });
  expect((await post('/password-reset', { email: ' Lin@Example.com ' }, 'zh-CN')).statusCode).toBeLessThan(300);
  await expect.poll(() => sink.mails.length).toBe(1);
  const [letter] = sink.mails;
  expect(letter?.to).toContain('lin@example.com');
  expect(letter?.subject).toMatch(/密码/);
  const token = /\/password-reset\/([\w-]+)/.exec(letter?.text ?? '')?.[1];
  const password = '一个全新的很长的密码呀';
  expect((await post(`/password-reset/${token}`, { password })).statusCode).toBe(200);
  expect((await post('/sign-in', { email: 'lin@example.com', password })).statusCode).toBe(200);
});

test('nobody is written to at an address that is not known here', async () => {
  const before = sink.mails.length;
  await post('/password-reset', { email: 'stranger@example.com' });
  await post('/password-reset', { email: 'lin@example.com' });
  await expect.poll(() => sink.mails.length).toBe(before + 1);
  expect(sink.mails.at(-1)?.to).toContain('lin@example.com');
});
