import { useTranslation } from 'react-i18next';
import type { Happening, Step, Trigger, WaitSpan } from '../../../../modules/care/journeys/plan-contract.ts';
import { formatDecimal } from '../../../../maths/money.ts';
import { useFormats } from '../../../kit/use-formats.ts';
import type { OpenedJourney } from './api.ts';
import type { Choice, Names } from './names.ts';

export interface Sentences {
  step(step: Step): string;
  trigger(trigger: Trigger): string;
  branch(step: Step, outcome: string): string;
  span(span: WaitSpan): string;
}

/** What each step does, said in one sentence with the names that people know. */
export function useSentences({ sentences }: Pick<OpenedJourney, 'sentences'>, names: Names): Sentences {
  const { t } = useTranslation('care');
  const { t: customers } = useTranslation('customers');
  const f = useFormats();
  const open = t('journey.say.open');
  const named = (list: readonly Choice[], id: string | null) => list.find(({ value }) => value === id)?.label ?? open;
  const span = ({ amount, unit }: WaitSpan) => t(`journey.span.${unit}`, { count: amount });
  const happening = (one: Happening) =>
    one.kind === 'event' && one.name ? `${t('journey.happens.event')} ${one.name}` : t(`journey.happens.${one.kind}`);

  function step(one: Step): string {
    const say = (key: string, values: Record<string, unknown> = {}) => t(`journey.say.${key}`, values);
    switch (one.kind) {
      case 'wait':
        if (one.wait.kind === 'span') return say('wait.span', { span: span(one.wait.span) });
        return one.wait.weekday === null
          ? say('wait.clock', { at: one.wait.at })
          : say('wait.weekday', { day: t(`journey.weekday.${one.wait.weekday}`), at: one.wait.at });
      case 'until':
        return say('until', { span: span(one.within), what: happening(one.happens) });
      case 'condition':
        return sentences[one.id] ? say('condition', { what: sentences[one.id] }) : say('conditionOpen');
      case 'split':
        return say('split', { shares: one.branches.map(({ share }) => share).join(' : ') });
      case 'message':
        return one.templateId === null && one.channelId === null
          ? say('messageOpen')
          : say('message', {
              template: named(names.templates, one.templateId),
              channel: named(names.channels, one.channelId),
            });
      case 'task':
        return say('task', {
          who: one.assigneeId ? named(names.members, one.assigneeId) : say('taskOwner'),
          title: one.title || open,
        });
      case 'coupon':
        return say('coupon', { what: named(names.coupons, one.couponId) });
      case 'points':
        return say('points', { points: f.number(one.points) });
      case 'tag':
        return say(one.remove ? 'untag' : 'tag', { tag: one.tag || open });
      case 'field':
        return say('field', { field: named(names.fields, one.field), value: String(one.value) });
      case 'owner':
        return say('owner', { who: named(names.members, one.memberId) });
      case 'call':
        return say('call', { host: hostOf(one.url) || open });
      case 'leave':
        return say('leave');
    }
  }

  function trigger(one: Trigger): string {
    const say = (key: string, values: Record<string, unknown> = {}) => t(`journey.say.trigger.${key}`, values);
    switch (one.kind) {
      case 'order':
        return one.minAmount > 0 ? say('orderFrom', { amount: moneyOf(f, one.minAmount) }) : say('order');
      case 'stage':
        return say('stage', { what: one.to.map((key) => customers(`stage.${key}`)).join(' / ') || open });
      case 'class':
      case 'tier':
        return one.to === null ? say(`${one.kind}Any`) : say(one.kind, { what: one.to });
      case 'segment':
        return say('segment', { what: named(names.segments, one.segmentId) });
      case 'tag':
        return say('tag', { what: one.tag || open });
      case 'field':
        return say('field', { what: named(names.fields, one.field) });
      case 'birthday':
        return say('birthday', { count: one.daysAhead });
      case 'date':
        return say(one.days > 0 ? 'dateAfter' : one.days < 0 ? 'dateBefore' : 'dateOn', {
          days: Math.abs(one.days),
          what: named(names.fields, one.field),
        });
      case 'daily':
        return say('daily', { what: sentences['trigger'] ?? open });
      case 'event':
        return say('event', { what: one.name || open });
      default:
        return say(one.kind);
    }
  }

  function branch(one: Step, outcome: string): string {
    if (one.kind === 'split') return t('journey.branch.share', { share: one.branches[Number(outcome)]?.share ?? 0 });
    return t(`journey.branch.${outcome}`);
  }

  return { step, trigger, branch, span };
}

function moneyOf(f: ReturnType<typeof useFormats>, minor: number): string {
  const currency = f.settings.baseCurrency;
  return f.money({ amount: formatDecimal(BigInt(minor), currency), currency });
}

function hostOf(url: string): string {
  try {
    return new URL(url).host;
  } catch {
    return '';
  }
}
