import { describe, expect, test } from 'vitest';
import { meaningOf, type ReadMail } from './returned-mail.ts';

const ID = '019ab6c0-0000-7000-8000-00000000abcd';
const ours = `Message-ID: <${ID}@tea.example>\nSubject: hello\n`;
const report = (action: string, status: string) =>
  `Reporting-MTA: dns; mx.example\n\nFinal-Recipient: rfc822; gone@example.com\nAction: ${action}\nStatus: ${status}\nDiagnostic-Code: smtp; 550 ${status} no such user\n`;
const mail = (facts: Partial<ReadMail>): ReadMail => ({
  headers: {},
  from: 'a@example.com',
  text: '',
  parts: [],
  ...facts,
});
const delivery = (action: string, status: string, quoted = ours) =>
  mail({
    from: 'mailer-daemon@mx.example',
    parts: [
      { type: 'message/delivery-status', content: report(action, status) },
      { type: 'text/rfc822-headers', content: quoted },
    ],
  });

describe('what a mail in the mailbox means', () => {
  test.each([
    ['a mailbox that is not there', delivery('failed', '5.1.1'), { kind: 'bounce', messageId: ID, lasting: true }],
    ['a full mailbox', delivery('failed', '5.2.2'), { kind: 'bounce', lasting: false }],
    ['a server that distrusts us', delivery('failed', '5.7.1'), { kind: 'bounce', lasting: false }],
    ['a server that tries on', delivery('delayed', '4.4.1'), { kind: 'nothing' }],
    ['a report on somebody else’s mail', delivery('failed', '5.1.1', 'Message-ID: <1@x.example>'), { kind: 'nothing' }],
    [
      'a report in plain words',
      mail({ from: 'MAILER-DAEMON@mx.example', text: `550 5.1.1 unknown user\n\n--- the mail ---\n${ours}` }),
      { kind: 'bounce', messageId: ID, lasting: true, why: '550 5.1.1 unknown user' },
    ],
    [
      'a complaint',
      mail({
        parts: [
          { type: 'message/feedback-report', content: 'Feedback-Type: abuse\nVersion: 1\n' },
          { type: 'message/rfc822', content: ours },
        ],
      }),
      { kind: 'complaint', messageId: ID },
    ],
    [
      'an answer',
      mail({ headers: { 'in-reply-to': `<${ID}@tea.example>` } }),
      { kind: 'answer', messageId: ID, from: 'a@example.com', automatic: false },
    ],
    ['a mail of its own accord', mail({}), { kind: 'answer', messageId: null, automatic: false }],
    [
      'an absence note',
      mail({ headers: { 'auto-submitted': 'auto-replied', references: `<x@y> <${ID}@tea.example>` } }),
      { kind: 'answer', messageId: ID, automatic: true },
    ],
    ['a mailing list', mail({ headers: { 'list-id': '<x.example>' } }), { kind: 'answer', automatic: true }],
    [
      'somebody who quotes a number and a daemon’s words',
      mail({ text: `550 5.1.1 is what I got\n${ours}` }),
      { kind: 'answer', messageId: null },
    ],
  ])('%s', (_name, given, meaning) => {
    expect(meaningOf(given)).toMatchObject(meaning);
  });
});
