/** A mail server that takes everything and keeps nothing, as a process of its own; prints its port. */
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { SMTPServer } from 'smtp-server';

const sink = new SMTPServer({
  authOptional: true,
  disabledCommands: ['STARTTLS'],
  onData(stream, _session, done) {
    stream.resume();
    stream.on('end', () => done());
  },
});
sink.on('error', () => undefined);
sink.listen(0, '127.0.0.1');
await once(sink.server, 'listening');
console.log((sink.server.address() as AddressInfo).port);
