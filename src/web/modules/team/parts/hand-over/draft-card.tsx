import { Button, MultiSelect, NumberInput, Switch, Textarea, TextInput } from '@mantine/core';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Card } from '../../../../kit/surface.tsx';
import type { HandOver } from '../../api.ts';
import { useColleagues } from '../members.ts';
import classes from './hand-over.module.css';
import { useHandOver } from './use-hand-over.ts';

/** What is still to be decided: among whom, until when, how soon, and what customers are told. */
export function DraftCard({ handOver }: { handOver: HandOver }): ReactNode {
  const { t } = useTranslation('team');
  const { change } = useHandOver();
  const people = useColleagues().filter(({ id }) => id !== handOver.member.id);
  const { id } = handOver;
  const [receivers, setReceivers] = useState<string[]>([]);
  const [endsAt, setEnd] = useState(localOf(handOver.endsAt));
  const [contactDays, setDays] = useState(handOver.contactDays);
  const [message, setMessage] = useState(handOver.message ?? '');
  const [byMail, setByMail] = useState(handOver.byMail);
  const save = () =>
    change.mutate({
      id,
      contactDays,
      message: message.trim() || null,
      byMail: byMail && message.trim() !== '',
      ...(handOver.kind === 'leaving' ? { endsAt: endsAt ? new Date(endsAt).toISOString() : null } : {}),
    });
  return (
    <Card heading={t('handOver.plan')}>
      <div className={classes.fields}>
        <MultiSelect
          label={t('handOver.receivers')}
          description={t('handOver.receiversHint')}
          data={people.map((one) => ({ value: one.id, label: one.name }))}
          value={receivers}
          onChange={setReceivers}
        />
        <Button
          className={classes.beside ?? ''}
          variant="default"
          disabled={receivers.length === 0}
          loading={change.isPending}
          onClick={() => change.mutate({ id, receivers })}
        >
          {t('handOver.propose')}
        </Button>
      </div>
      <div className={classes.fields}>
        {handOver.kind === 'leaving' && (
          <TextInput
            type="datetime-local"
            label={t('handOver.endsAt')}
            description={t('handOver.endsAtHint')}
            value={endsAt}
            onChange={(event) => setEnd(event.currentTarget.value)}
          />
        )}
        <NumberInput
          label={t('handOver.contactDays')}
          description={t('handOver.contactDaysHint')}
          min={1}
          max={60}
          allowDecimal={false}
          value={contactDays}
          onChange={(value) => setDays(Number(value) || 1)}
        />
      </div>
      <Textarea
        className={classes.wide}
        label={t('handOver.message')}
        description={t('handOver.messageHint')}
        autosize
        minRows={2}
        maxLength={2000}
        value={message}
        onChange={(event) => setMessage(event.currentTarget.value)}
      />
      <div className={classes.acts}>
        <Switch
          label={t('handOver.byMail')}
          checked={byMail}
          disabled={message.trim() === ''}
          onChange={(event) => setByMail(event.currentTarget.checked)}
        />
        <Button variant="light" loading={change.isPending} onClick={save}>
          {t('save')}
        </Button>
      </div>
    </Card>
  );
}

/** As the browser's field for day and time wants it, by the clock on the wall here. */
function localOf(instant: string | null): string {
  if (instant === null) return '';
  const at = new Date(instant);
  return new Date(at.getTime() - at.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}
