import { addDays, type CivilDate } from '../../../../maths/calendar.ts';

/** What a calendar program is told of a task, or of an event. */
export interface Entry {
  /** Stays the same as long as the task lives. */
  uid: string;
  title: string;
  note: string | null;
  url: string;
  on: CivilDate;
  at: Date | null;
  /** Of an event: when it ends, and where it is. */
  until?: Date | undefined;
  place?: string | undefined;
  cancelled?: boolean | undefined;
  changed: Date;
  version: number;
}

export interface Feed {
  name: string;
  language: string;
  now: Date;
  entries: readonly Entry[];
}

/** How long an instant's entry is shown: half an hour. */
const SHOWN_MS = 30 * 60_000;

/**
 * RFC 5545. Google, Apple and Outlook show VEVENT of an address they subscribe to and drop VTODO; programs for tasks
 * (Thunderbird, Tasks.org, Apple's Reminders by import) read VTODO. Instants are in UTC, which every zone reads right
 * without a VTIMEZONE; days are DATE values, which move with nobody's zone.
 */
export function icalOf(feed: Feed, as: 'events' | 'todos'): string {
  const lines = [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//Regulars//Tasks//EN',
    'CALSCALE:GREGORIAN',
    'METHOD:PUBLISH',
    `X-WR-CALNAME:${text(feed.name)}`,
    `NAME:${text(feed.name)}`,
    'REFRESH-INTERVAL;VALUE=DURATION:PT1H',
    'X-PUBLISHED-TTL:PT1H',
    ...feed.entries.flatMap((entry) => (as === 'events' ? event(feed, entry) : todo(feed, entry))),
    'END:VCALENDAR',
  ];
  return lines.map((line) => `${fold(line)}\r\n`).join('');
}

function event(feed: Feed, entry: Entry): string[] {
  const time = entry.at
    ? [`DTSTART:${utc(entry.at)}`, `DTEND:${utc(entry.until ?? new Date(entry.at.getTime() + SHOWN_MS))}`]
    : [`DTSTART;VALUE=DATE:${date(entry.on)}`, `DTEND;VALUE=DATE:${date(addDays(entry.on, 1))}`];
  return ['BEGIN:VEVENT', ...common(feed, entry), ...time, ...meeting(entry), 'END:VEVENT'];
}

/** A task takes no time of the day; an event does. */
function meeting({ until, place, cancelled }: Entry): string[] {
  if (!until) return ['TRANSP:TRANSPARENT'];
  return [...(place ? [`LOCATION:${text(place)}`] : []), `STATUS:${cancelled ? 'CANCELLED' : 'CONFIRMED'}`];
}

function todo(feed: Feed, entry: Entry): string[] {
  const due = entry.at ? `DUE:${utc(entry.at)}` : `DUE;VALUE=DATE:${date(entry.on)}`;
  return ['BEGIN:VTODO', ...common(feed, entry), due, 'STATUS:NEEDS-ACTION', 'END:VTODO'];
}

function common(feed: Feed, entry: Entry): string[] {
  return [
    `UID:${text(entry.uid)}`,
    `DTSTAMP:${utc(feed.now)}`,
    `LAST-MODIFIED:${utc(entry.changed)}`,
    `SEQUENCE:${entry.version}`,
    `SUMMARY;LANGUAGE=${feed.language}:${text(entry.title)}`,
    ...(entry.note ? [`DESCRIPTION:${text(entry.note)}`] : []),
    `URL:${entry.url}`,
  ];
}

/** §3.3.11: backslash, semicolon, comma and line breaks are escaped; other control characters may not occur. */
function text(value: string): string {
  return value
    .replace(/\r\n?/g, '\n')
    .replace(/[\p{Cc}--[\n]]/gv, ' ')
    .replace(/[\\;,]/g, (sign) => `\\${sign}`)
    .replaceAll('\n', '\\n');
}

/** §3.1: at most 75 octets a line, and no character is cut. */
function fold(line: string): string {
  let folded = '';
  let octets = 0;
  for (const character of line) {
    const size = Buffer.byteLength(character);
    if (octets + size > 75) {
      folded += '\r\n ';
      octets = 1;
    }
    folded += character;
    octets += size;
  }
  return folded;
}

function utc(instant: Date): string {
  return `${instant.toISOString().slice(0, 19).replace(/[-:]/g, '')}Z`;
}

function date(day: CivilDate): string {
  return day.replaceAll('-', '');
}
