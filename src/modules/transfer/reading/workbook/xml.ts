import type { Readable } from 'node:stream';
import { StringDecoder } from 'node:string_decoder';
import { SaxesParser } from 'saxes';
import { FileUnreadable } from '../file-unreadable.ts';
import { unpackFailure } from './zip.ts';

export interface XmlHandlers {
  /** Names come without their namespace prefix. */
  open?(name: string, attributes: Record<string, string>): void;
  text?(text: string): void;
  close?(name: string): void;
}

/** Reads a part piece by piece, so that the caller can use what has been found so far between two pieces. */
export async function* readXml(stream: Readable, handlers: XmlHandlers): AsyncGenerator<number> {
  const parser = parserFor(handlers);
  const decoder = new StringDecoder('utf8');
  try {
    for await (const chunk of stream) {
      parser.write(decoder.write(chunk as Buffer));
      yield (chunk as Buffer).length;
    }
    parser.write(decoder.end()).close();
  } catch (error) {
    throw unpackFailure(error);
  } finally {
    stream.destroy();
  }
}

export async function readWholeXml(stream: Readable, handlers: XmlHandlers): Promise<void> {
  const pieces = readXml(stream, handlers);
  while (!(await pieces.next()).done);
}

function parserFor(handlers: XmlHandlers): SaxesParser<{ xmlns: false; position: false }> {
  const parser = new SaxesParser({ xmlns: false, position: false });
  parser.on('error', (error) => {
    throw new FileUnreadable('FILE_DAMAGED', {}, error);
  });
  // No spreadsheet program writes one: it would only be there to define entities.
  parser.on('doctype', () => {
    throw new FileUnreadable('FILE_DAMAGED');
  });
  const { open, text, close } = handlers;
  if (open) parser.on('opentag', (tag) => open(localName(tag.name), tag.attributes));
  if (text) parser.on('text', text);
  if (text) parser.on('cdata', text);
  if (close) parser.on('closetag', (tag) => close(localName(tag.name)));
  return parser;
}

function localName(name: string): string {
  return name.slice(name.indexOf(':') + 1);
}
