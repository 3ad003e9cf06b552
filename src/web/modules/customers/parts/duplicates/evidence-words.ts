import type { TFunction } from 'i18next';
import type { TagTone } from '../../../../kit/tag.tsx';

interface Evidence {
  kind: string;
  points: number;
  shared?: number | undefined;
}

/** What speaks for two cards being of one customer, in words; what speaks against it is left to the explanation. */
export function evidenceWords(t: TFunction<'customers'>, { kind, shared }: Evidence): string {
  const what = t(`duplicates.evidence.${kind}`);
  return shared ? t('duplicates.shared', { what, count: shared }) : what;
}

export function sureness(score: number): { word: 'sure' | 'likely' | 'possible'; tone: TagTone } {
  if (score >= 75) return { word: 'sure', tone: 'teal' };
  return score >= 50 ? { word: 'likely', tone: 'teal' } : { word: 'possible', tone: 'plain' };
}
