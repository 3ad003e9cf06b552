import type { Ctx } from '../../../kernel/context.ts';
import { translate } from '../../../kernel/i18n/translate.ts';
import type { Playbook } from '../contract.ts';
import { placeAmong, standardFigures } from '../rules/playbooks.ts';
import type { Measure } from '../rules/measures.ts';
import { MIXED, OTHER } from '../rules/built-in.ts';
import type { Scheme, SchemeSettings } from '../rules/schemes.ts';

type Word = 'name' | 'about' | 'strategy' | 'playbook' | 'words' | 'offer';

/** The names under which the words of a scheme's classes stand. */
const ROOMS: Record<string, string> = {
  'value-matrix': 'matrix',
  rfm: 'rfm',
  'e-class': 'eClass',
  'p-class': 'pClass',
  pyramid: 'pyramid',
  consumption: 'consumption',
  'buyer-kind': 'buyerKind',
  vip: 'vip',
};

const PLACES = ['best', 'middle', 'last'] as const;

/** Message key of a word about a class of a built-in scheme. */
export function wordsOfClass(scheme: string, key: string, word: Word): string {
  return `segments:${ROOMS[scheme]}.${key}.${word}`;
}

export function nameOfScheme(ctx: Pick<Ctx, 'locale'>, { key, own }: Scheme): string {
  return own?.name ?? translate(ctx.locale, `segments:schemes.${key}.name`);
}

export function aboutScheme(ctx: Pick<Ctx, 'locale'>, { key, own, measures }: Scheme): string {
  if (!own) return translate(ctx.locale, `segments:schemes.${key}.about`);
  return measures.map(({ measure }) => nameOfMeasure(ctx, measure)).join(' × ');
}

export function nameOfMeasure(ctx: Pick<Ctx, 'locale'>, measure: Measure): string {
  return translate(ctx.locale, `segments:measures.${measure}`);
}

export function nameOfClass(ctx: Pick<Ctx, 'locale'>, scheme: Scheme, key: string): string {
  if (scheme.own) return scheme.own.names[key] ?? levelsInWords(ctx, scheme, key);
  if (scheme.population === 'tastes') return nameOfTaste(ctx, key);
  return translate(ctx.locale, wordsOfClass(scheme.key, key, 'name'));
}

export function aboutClass(ctx: Pick<Ctx, 'locale'>, scheme: Scheme, key: string): string {
  if (scheme.own) return scheme.own.names[key] ? levelsInWords(ctx, scheme, key) : '';
  if (scheme.population === 'tastes') return translate(ctx.locale, `segments:taste.${tasteRoom(key)}.about`);
  return translate(ctx.locale, wordsOfClass(scheme.key, key, 'about'));
}

/** What the workspace says is to be done with a class; the standard advice where it says nothing. */
export function playbookOf(
  ctx: Pick<Ctx, 'locale'>,
  scheme: Scheme,
  key: string,
  { playbooks }: Pick<SchemeSettings, 'playbooks'>,
): Required<Playbook> {
  const word = (name: Word) => standardWord(ctx, scheme, key, name);
  const { role, rhythmDays, budgetPercent } = standardFigures(scheme.key, key, placeAmong(scheme.ranking, key));
  const standard: Required<Playbook> = {
    strategy: word('strategy'),
    playbook: word('playbook').split('\n'),
    words: word('words'),
    offer: word('offer'),
    budgetPercent,
    rhythmDays,
    role,
  };
  const own = Object.entries(playbooks[key] ?? {}).filter(([, value]) => value !== undefined);
  return { ...standard, ...Object.fromEntries(own) };
}

function standardWord(ctx: Pick<Ctx, 'locale'>, scheme: Scheme, key: string, word: Word): string {
  if (scheme.own) {
    const place = PLACES[placeAmong(scheme.ranking, key) ?? 1];
    return translate(ctx.locale, `segments:ownClass.${place}.${word}`);
  }
  if (scheme.population === 'tastes') {
    return translate(ctx.locale, `segments:taste.${tasteRoom(key)}.${word}`, { name: nameOfTaste(ctx, key) });
  }
  return translate(ctx.locale, wordsOfClass(scheme.key, key, word));
}

function tasteRoom(key: string): 'mixed' | 'other' | 'one' {
  return key === MIXED ? 'mixed' : key === OTHER ? 'other' : 'one';
}

function nameOfTaste(ctx: Pick<Ctx, 'locale'>, key: string): string {
  const room = tasteRoom(key);
  return room === 'one' ? key : translate(ctx.locale, `segments:taste.${room}.name`);
}

/** Purchases high · money low. */
function levelsInWords(ctx: Pick<Ctx, 'locale'>, { measures }: Scheme, key: string): string {
  const levels = key.split('-').map(Number);
  return measures
    .map(({ measure, levels: of }, at) => {
      const level = levels[at] === of ? 'high' : levels[at] === 1 ? 'low' : 'mid';
      return translate(ctx.locale, 'segments:ownClass.level', {
        measure: nameOfMeasure(ctx, measure),
        level: translate(ctx.locale, `segments:ownClass.${level}`),
      });
    })
    .join(' · ');
}
