import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import { birthdayText, type Birthday } from '../../../kit/birthday.ts';
import type { TimelineItem } from '../api.ts';
import { useConsentWords } from './privacy/consent-words.ts';
import { CUSTOM_FIELDS } from './facts-draft.ts';
import { fieldText } from './fields/field-text.ts';
import { useFields } from './fields/use-fields.ts';
import { useBranches } from './branches.ts';
import { useMembers } from './members.ts';

/** The sentence of an entry, and below it what was changed, line by line. */
export function useEntryWords(entry: TimelineItem): { sentence: string; changes: string[] } {
  const { t } = useTranslation('customers');
  const consentWords = useConsentWords();
  const members = useMembers();
  const branches = useBranches();
  const { fields } = useFields();
  const ownerName = (id: unknown) => [...members, ...branches].find((one) => one.id === id)?.name ?? '';
  const { key, values } = entry.text;
  const inWords = (value: string | number | null | undefined) => String(value ?? '');

  if (key === 'customers:timeline.stage') {
    const stage = (value: unknown) => t(`stage.${String(value)}`);
    return { sentence: t('timeline.stage', { old: stage(values['old']), new: stage(values['new']) }), changes: [] };
  }
  if (entry.kind === 'consent') {
    const what = consentWords({ channel: inWords(values['channel']), purpose: inWords(values['purpose']) });
    return { sentence: t(key, { what }), changes: [] };
  }
  const changes = (entry.changes ?? []).map(({ field, old, new: now }) => {
    const own = fields.find(({ key }) => field === `custom.${key}`);
    const say = (value: unknown) =>
      (own ? fieldText(own, value, t) : valueText(field, value, t, ownerName)) || t('timeline.empty');
    return t('timeline.field', { field: own ? own.name : fieldName(field, t), old: say(old), new: say(now) });
  });
  return { sentence: t(key, { ...values }), changes };
}

function fieldName(field: string, t: TFunction<'customers'>): string {
  // A key that no field stands for any more is said as it is.
  const key = /^custom\.(.+)$/.exec(field)?.[1];
  if (key !== undefined) return CUSTOM_FIELDS.some((one) => one === key) ? t(`custom.${key}`) : key;
  return field === 'custom' ? t('form.more') : t(`field.${field}`);
}

function valueText(
  field: string,
  value: unknown,
  t: TFunction<'customers'>,
  ownerName: (id: unknown) => string,
): string {
  if (value === null || value === undefined) return '';
  if (field === 'ownerId' || field === 'branchId') return ownerName(value);
  if (field === 'birthday') return birthdayText(value as Birthday, t);
  if (field === 'gender' || field === 'kind' || field === 'stage') {
    return t(`${field}.${String(value)}`);
  }
  if (Array.isArray(value)) return value.join(', ');
  if (typeof value === 'object') return Object.values(value).filter(Boolean).join(' ');
  return String(value);
}
