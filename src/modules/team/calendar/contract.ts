import { z } from 'zod';
import { civilDate, instant, noInput, nothing, operation, pick } from '../../../kernel/contract.ts';
import type { ErrorCatalog } from '../../../kernel/errors.ts';

export const calendarErrors = {
  SHOP_HOURS_UNFIT: { status: 422 },
  CALENDAR_FEED_NOBODY: { status: 403 },
  CALENDAR_FEED_GONE: { status: 404 },
} as const satisfies ErrorCatalog;

const time = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/);
const weekday = z.enum(['1', '2', '3', '4', '5', '6', '7']);
const hours = z.partialRecord(weekday, z.object({ from: time, to: time }).strict());

const shopDay = z.object({ day: civilDate, works: z.boolean(), label: z.string() });

const shopCalendar = z.object({
  holidays: z.enum(['CN', 'TW', 'none']),
  /** ISO weekday → hours; a weekday that is missing is a day off. */
  hours,
  /** Days of the shop's own, from today on. */
  days: z.array(shopDay),
  /** The last year whose public holidays are known here. */
  knownUntil: z.number().int().nullable(),
  source: z.string().nullable(),
  /** The next public holidays and make-up workdays. */
  ahead: z.array(z.object({ from: civilDate, to: civilDate, name: z.string(), off: z.boolean() })),
  version: z.number().int(),
});

const feed = z.object({ on: z.boolean(), withDetails: z.boolean(), lastReadAt: instant.nullable() });

export const calendarContract = {
  shop: {
    read: operation({
      method: 'GET',
      path: '/team/calendar',
      summary: 'When the shop works: hours, public holidays, days of its own',
      requires: 'signed-in',
      input: noInput,
      output: shopCalendar,
    }),
    change: operation({
      method: 'PATCH',
      path: '/team/calendar',
      summary: 'Change the working hours or whose public holidays are kept',
      requires: 'settings.edit',
      input: z
        .object({
          holidays: z.enum(['CN', 'TW', 'none']).optional(),
          hours: hours.optional(),
          version: z.number().int(),
        })
        .strict(),
      output: shopCalendar,
      errors: pick(calendarErrors, 'SHOP_HOURS_UNFIT'),
    }),
    setDay: operation({
      method: 'PUT',
      path: '/team/calendar/days/{day}',
      summary: 'Close on a day, or work on one that would be off',
      requires: 'settings.edit',
      input: z.object({ day: civilDate, works: z.boolean(), label: z.string().trim().min(1).max(100) }).strict(),
      output: shopCalendar,
    }),
    clearDay: operation({
      method: 'DELETE',
      path: '/team/calendar/days/{day}',
      summary: 'The day is as usual again',
      requires: 'settings.edit',
      input: z.object({ day: civilDate }).strict(),
      output: shopCalendar,
    }),
  },
  feed: {
    read: operation({
      method: 'GET',
      path: '/team/feed',
      summary: "Whether one's tasks can be read by a calendar program",
      requires: 'tasks.read',
      input: noInput,
      output: feed,
    }),
    open: operation({
      method: 'POST',
      path: '/team/feed',
      summary: 'Make the secret address; an older one stops working',
      requires: 'tasks.read',
      input: z.object({ withDetails: z.boolean().default(false) }).strict(),
      output: feed.extend({ url: z.string() }),
      errors: pick(calendarErrors, 'CALENDAR_FEED_NOBODY'),
    }),
    close: operation({
      method: 'DELETE',
      path: '/team/feed',
      summary: 'The address stops working',
      requires: 'tasks.read',
      input: noInput,
      output: nothing,
    }),
  },
};

export type ShopCalendarView = z.infer<typeof shopCalendar>;
export type FeedView = z.infer<typeof feed>;
