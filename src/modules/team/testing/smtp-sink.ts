import { createServer, type AddressInfo, type Socket } from 'node:net';
import { whenFileEnds } from '../../../kernel/testing/when-file-ends.ts';

export interface SinkMail {
  to: string;
  subject: string;
  text: string;
  id: string;
}

/** A mail server that keeps what it is given; `refuse` answers the next mails with 451. */
export async function openSmtpSink() {
  const mails: SinkMail[] = [];
  const state = { refuse: 0 };
  const server = createServer((socket) => converse(socket, mails, state));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  whenFileEnds(async () => server.close());
  return { url: `smtp://127.0.0.1:${(server.address() as AddressInfo).port}`, mails, state };
}

function converse(socket: Socket, mails: SinkMail[], state: { refuse: number }): void {
  let taken = '';
  let to = '';
  let inData = false;
  const say = (line: string) => socket.write(`${line}\r\n`);
  say('220 sink');
  socket.on('error', () => undefined);
  socket.setEncoding('utf8').on('data', (text: string) => {
    taken += text;
    for (
      let end = taken.indexOf(inData ? '\r\n.\r\n' : '\r\n');
      end >= 0;
      end = taken.indexOf(inData ? '\r\n.\r\n' : '\r\n')
    ) {
      const part = taken.slice(0, end);
      taken = taken.slice(end + (inData ? 5 : 2));
      if (inData) {
        inData = false;
        mails.push(readMail(to, part));
        say('250 kept');
      } else if (/^(EHLO|HELO)/i.test(part)) say('250 sink');
      else if (/^RCPT/i.test(part)) {
        to = /<([^>]*)>/.exec(part)?.[1] ?? '';
        if (state.refuse > 0) {
          state.refuse -= 1;
          say('451 later');
        } else say('250 ok');
      } else if (/^DATA/i.test(part)) {
        inData = true;
        say('354 go on');
      } else if (/^QUIT/i.test(part)) {
        say('221 bye');
        socket.end();
      } else say('250 ok');
    }
  });
}

function readMail(to: string, raw: string): SinkMail {
  const [head = '', ...rest] = raw.split('\r\n\r\n');
  const unfolded = head.replace(/\r\n[ \t]/g, ' ');
  const header = (name: string) => new RegExp(`^${name}: (.*)$`, 'im').exec(unfolded)?.[1] ?? '';
  const body = rest.join('\r\n\r\n');
  const coding = header('content-transfer-encoding').toLowerCase();
  const text =
    coding === 'base64'
      ? Buffer.from(body, 'base64').toString()
      : coding === 'quoted-printable'
        ? Buffer.from(
            body
              .replace(/=\r\n/g, '')
              .replace(/=([0-9A-F]{2})/g, (_m, hex: string) => String.fromCharCode(parseInt(hex, 16))),
            'latin1',
          ).toString()
        : body;
  return { to, subject: words(header('subject')), text, id: header('message-id') };
}

/** RFC 2047 */
function words(text: string): string {
  return text
    .replace(/\?=\s+=\?/g, '?==?')
    .replace(/=\?utf-8\?(b|q)\?([^?]*)\?=/gi, (_m, kind: string, body: string) =>
      kind.toLowerCase() === 'b'
        ? Buffer.from(body, 'base64').toString('latin1')
        : body
            .replace(/_/g, ' ')
            .replace(/=([0-9A-F]{2})/g, (_n, hex: string) => String.fromCharCode(parseInt(hex, 16))),
    )
    .replace(/[\u0080-\u00ff]+/g, (bytes) => Buffer.from(bytes, 'latin1').toString());
}
