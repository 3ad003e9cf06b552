import { describe, expect, test } from 'vitest';
import { icalOf, type Entry } from './ical.ts';

const entry: Entry = {
  uid: '1@regulars',
  title: 'Call',
  note: null,
  url: 'https://shop.example/team/tasks?task=1',
  on: '2026-12-31',
  at: null,
  changed: new Date('2026-11-25T08:00:00Z'),
  version: 3,
};
const feed = (...entries: Partial<Entry>[]) => ({
  name: '林记茶行 · 我的任务',
  language: 'zh-CN',
  now: new Date('2026-11-25T08:00:00Z'),
  entries: entries.map((one) => ({ ...entry, ...one })),
});
/** RFC 5545 §3.1, read backwards. */
const unfolded = (text: string) => text.replaceAll('\r\n ', '').split('\r\n');

describe('the calendar', () => {
  test('shows a day as a day, to the first day after it', () => {
    const lines = unfolded(icalOf(feed({}), 'events'));
    expect(lines).toContain('DTSTART;VALUE=DATE:20261231');
    expect(lines).toContain('DTEND;VALUE=DATE:20270101');
    expect(lines.at(0)).toBe('BEGIN:VCALENDAR');
    expect(lines.slice(-2)).toEqual(['END:VCALENDAR', '']);
  });

  test('shows an instant in UTC, so that no zone misreads it', () => {
    const lines = unfolded(icalOf(feed({ at: new Date('2026-12-31T07:30:00Z') }), 'events'));
    expect(lines).toContain('DTSTART:20261231T073000Z');
    expect(lines).toContain('DTEND:20261231T080000Z');
  });

  test('escapes what has a meaning of its own, and drops what may not occur', () => {
    const title = 'a;b,c\\d\r\nBEGIN:VALARM\u0000\u0007x';
    const lines = unfolded(icalOf(feed({ title }), 'events'));
    expect(lines).toContain('SUMMARY;LANGUAGE=zh-CN:a\\;b\\,c\\\\d\\nBEGIN:VALARM  x');
    expect(lines.filter((line) => line.startsWith('BEGIN:'))).toEqual(['BEGIN:VCALENDAR', 'BEGIN:VEVENT']);
  });

  test('folds at 75 octets and cuts no character', () => {
    const title = '给王总打电话，问问茶喝完了没有👍'.repeat(8);
    const text = icalOf(feed({ title }), 'events');
    for (const line of text.split('\r\n')) expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75);
    expect(unfolded(text)).toContain(`SUMMARY;LANGUAGE=zh-CN:${title}`);
    expect(text).not.toContain('\uFFFD');
  });

  test('for programs of tasks, is a list of tasks', () => {
    const lines = unfolded(icalOf(feed({}), 'todos'));
    expect(lines).toContain('BEGIN:VTODO');
    expect(lines).toContain('DUE;VALUE=DATE:20261231');
    expect(lines).not.toContain('BEGIN:VEVENT');
  });
});
