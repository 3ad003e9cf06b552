import { useTranslation } from 'react-i18next';
import type { Disclosure } from '../../api.ts';

/** "revealed the phone – the courier asks". */
export function useDisclosureWords() {
  const { t } = useTranslation('customers');
  return ({ kind, count, field, reason }: Disclosure): string => {
    const own = field?.startsWith('custom.') ? field.slice('custom.'.length) : undefined;
    const named = own ?? (field && t(`field.${field}`, { defaultValue: field }));
    const what = t(`privacy.disclosed.${kind}`, { count, field: named });
    return reason ? t('privacy.because', { what, reason }) : what;
  };
}
