import { useTranslation } from 'react-i18next';

export const CHANNELS = ['phone', 'sms', 'wechat', 'email', 'page', 'post', 'any'] as const;
export const PURPOSES = ['marketing', 'service', 'profiling'] as const;
export const SOURCES = ['counter', 'phone', 'paper', 'web'] as const;

/** "SMS · promotion"; channels and purposes of the business's own are shown as they are. */
export function useConsentWords() {
  const { t } = useTranslation('customers');
  return ({ channel, purpose }: { channel: string; purpose: string }) => {
    const channelWord = t(`consent.channel.${channel}`, { defaultValue: channel });
    return `${channelWord} · ${t(`consent.purpose.${purpose}`, { defaultValue: purpose })}`;
  };
}
