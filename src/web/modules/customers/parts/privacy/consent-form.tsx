import { Button, SegmentedControl, Select, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState, type FormEvent, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { isApiError } from '../../../../api/errors.ts';
import { Form } from '../../../../kit/form.tsx';
import { api, type CustomerCard } from '../../api.ts';
import { CHANNELS, PURPOSES, SOURCES } from './consent-words.ts';
import classes from './privacy.module.css';
import type { Ledger } from './use-ledger.ts';

type Source = (typeof SOURCES)[number];

interface ConsentFormProps {
  card: CustomerCard;
  acts: Ledger;
  onDone: () => void;
}

/** A yes or a no, with the wording that is shown, how it was said and what proves it. */
export function ConsentForm({ card, acts, onDone }: ConsentFormProps): ReactNode {
  const { t } = useTranslation('customers');
  const [channel, setChannel] = useState<string>('sms');
  const [purpose, setPurpose] = useState<string>('marketing');
  const [granted, setGranted] = useState('yes');
  const [source, setSource] = useState<Source>('counter');
  const [proof, setProof] = useState('');
  const [fileId, setFileId] = useState<string | null>(null);
  const files = useQuery(api.files.list.queryOptions({ input: { id: card.id } })).data?.items ?? [];
  const text = acts.ledger?.texts.find((one) => one.purpose === purpose);
  const failed = acts.record.error ?? acts.ask.error;
  const save = (event?: FormEvent) => {
    event?.preventDefault();
    const said = { channel, purpose, granted: granted === 'yes', proof, source, fileId };
    acts.record.mutate({ id: card.id, ...said }, { onSuccess: onDone });
  };
  const byMail = channel === 'email' && granted === 'yes' && acts.ledger?.mailPossible && card.email !== null;
  return (
    <Form
      submit={t('consent.record')}
      busy={acts.record.isPending}
      problem={isApiError(failed) ? failed.message : undefined}
      onSubmit={save}
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
      {text && <blockquote className={classes.wording}>{text.wording}</blockquote>}
      {byMail && (
        <div>
          <p className={classes.about}>{t('privacy.askAbout')}</p>
          <Button
            variant="light"
            loading={acts.ask.isPending}
            onClick={() => acts.ask.mutate({ id: card.id, purpose }, { onSuccess: onDone })}
          >
            {t('privacy.ask')}
          </Button>
        </div>
      )}
      <Select
        label={t('privacy.sourceLabel')}
        allowDeselect={false}
        value={source}
        onChange={(value) => setSource((value ?? 'counter') as Source)}
        data={SOURCES.map((one) => ({ value: one, label: t(`privacy.source.${one}`) }))}
      />
      <TextInput
        label={t('consent.proof')}
        description={t('consent.proofHint')}
        value={proof}
        onChange={(event) => setProof(event.currentTarget.value)}
      />
      {files.length > 0 && (
        <Select
          label={t('privacy.proofFile')}
          clearable
          clearButtonProps={{ 'aria-label': t('privacy.noFile') }}
          value={fileId}
          onChange={setFileId}
          data={files.map(({ id, name }) => ({ value: id, label: name }))}
        />
      )}
    </Form>
  );
}
