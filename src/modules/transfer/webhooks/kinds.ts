import type { z } from 'zod';
import type { EventDefinition } from '../../../kernel/contract.ts';
import { translate } from '../../../kernel/i18n/translate.ts';
import type { Locale } from '../../../kernel/i18n/locales.ts';
import { reaction, type Reaction } from '../../../kernel/outbox.ts';
import { queueNews } from './queue-news.ts';

/** News that programs outside may ask for, by the name of the event. */
const known = new Set<string>();

/**
 * A reaction that tells programs outside of an event. They learn that it happened and to whom, never what a card says:
 * that they read with a key, whose rights decide. The words are `<module>:webhook.<event>`.
 */
export function toldOutside<Payload extends z.ZodType>(
  event: EventDefinition<Payload>,
  dataOf: (payload: z.output<Payload>) => { customerIds: readonly string[] | null },
): Reaction {
  known.add(event.name);
  return reaction(`webhooks.${event.name}`, event, (ctx, payload) => queueNews(ctx, event.name, dataOf(payload)));
}

export function isNews(event: string): boolean {
  return known.has(event);
}

export function newsInWords(locale: Locale): { event: string; name: string }[] {
  return [...known].sort().map((event) => {
    const [module, ...rest] = event.split('.');
    return { event, name: translate(locale, `${module}:webhook.${rest.join('.')}`) };
  });
}
