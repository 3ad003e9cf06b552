import { Button, SegmentedControl, Select, TextInput } from '@mantine/core';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { isApiError } from '../../../api/errors.ts';
import { Form } from '../../../kit/form.tsx';
import { SideDrawer } from '../../../kit/side-drawer.tsx';
import { Card, Facts } from '../../../kit/surface.tsx';
import { useFormats } from '../../../kit/use-formats.ts';
import type { Consent, CustomerCard } from '../api.ts';
import classes from './card.module.css';
import { useChange } from './use-change.ts';

const CHANNELS = ['phone', 'sms', 'wechat', 'email', 'post', 'any'] as const;
const PURPOSES = ['marketing', 'service', 'profiling'] as const;

/** What the customer allowed and forbade, with the day and the proof. */
export function ConsentsCard({ card }: { card: CustomerCard }): ReactNode {
  const { t } = useTranslation('customers');
  const f = useFormats();
  const [opened, setOpened] = useState(false);
  const words = useConsentWords();
  const said = ({ granted, at, proof, by }: Consent) => (
    <span title={[proof, by].filter(Boolean).join(' · ')}>
      {t(granted ? 'consent.yes' : 'consent.no')} <span className={classes.quiet}>{f.date(f.dayOf(at))}</span>
    </span>
  );
  return (
    <Card
      heading={t('consent.title')}
      end={
        card.may.edit && (
          <Button size="compact-xs" variant="subtle" onClick={() => setOpened(true)}>
            {t('consent.record')}
          </Button>
        )
      }
    >
      {card.consents.length === 0 ? (
        <p className={classes.quiet}>{t('consent.none')}</p>
      ) : (
        <Facts facts={card.consents.map((one) => [words(one), said(one)] as const)} />
      )}
      <SideDrawer opened={opened} onClose={() => setOpened(false)} title={t('consent.recordTitle')}>
        <ConsentForm card={card} onDone={() => setOpened(false)} />
      </SideDrawer>
    </Card>
  );
}

export function useConsentWords() {
  const { t } = useTranslation('customers');
  return ({ channel, purpose }: { channel: string; purpose: string }) => {
    const channelWord = t(`consent.channel.${channel}`, { defaultValue: channel });
    return `${channelWord} · ${t(`consent.purpose.${purpose}`, { defaultValue: purpose })}`;
  };
}

function ConsentForm({ card, onDone }: { card: CustomerCard; onDone: () => void }): ReactNode {
  const { t } = useTranslation('customers');
  const [channel, setChannel] = useState<string>('sms');
  const [purpose, setPurpose] = useState<string>('marketing');
  const [granted, setGranted] = useState('yes');
  const [proof, setProof] = useState('');
  const [problem, setProblem] = useState<string>();
  const { save, busy } = useChange(card);
  const record = async () => {
    try {
      await save({ consents: [{ channel, purpose, granted: granted === 'yes', proof }] });
      onDone();
    } catch (error) {
      setProblem(isApiError(error) ? error.message : t('form.notSaved'));
    }
  };
  return (
    <Form
      submit={t('consent.record')}
      busy={busy}
      problem={problem}
      onSubmit={(event) => {
        event?.preventDefault();
        void record();
      }}
    >
      <SegmentedControl
        aria-label={t('consent.title')}
        value={granted}
        onChange={setGranted}
        data={[
          { value: 'yes', label: t('consent.yes') },
          { value: 'no', label: t('consent.no') },
        ]}
      />
      <Select
        label={t('consent.channelLabel')}
        allowDeselect={false}
        value={channel}
        onChange={(value) => setChannel(value ?? 'sms')}
        data={CHANNELS.map((one) => ({ value: one, label: t(`consent.channel.${one}`) }))}
      />
      <Select
        label={t('consent.purposeLabel')}
        allowDeselect={false}
        value={purpose}
        onChange={(value) => setPurpose(value ?? 'marketing')}
        data={PURPOSES.map((one) => ({ value: one, label: t(`consent.purpose.${one}`) }))}
      />
      <TextInput
        label={t('consent.proof')}
        description={t('consent.proofHint')}
        value={proof}
        onChange={(event) => setProof(event.currentTarget.value)}
      />
    </Form>
  );
}
