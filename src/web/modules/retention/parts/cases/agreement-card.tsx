import { Button, Textarea, TextInput } from '@mantine/core';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Form, FormRow } from '../../../../kit/form.tsx';
import { Card, Facts } from '../../../../kit/surface.tsx';
import { useFormats } from '../../../../kit/use-formats.ts';
import type { OpenedCase } from '../../api.ts';
import { MoneyField } from '../money-field.tsx';
import { problemAt, problemBeside } from '../problem.ts';
import classes from './cases.module.css';
import { useCase } from './use-case.ts';

/** What both agreed on: said once as a form, then shown. */
export function AgreementCard({ one }: { one: OpenedCase }): ReactNode {
  const { t } = useTranslation('retention');
  const f = useFormats();
  const mayChange = one.state !== 'closed' && one.mayEdit;
  const [writing, setWriting] = useState(false);
  if (mayChange && (one.solution === null || writing)) {
    return (
      <Card heading={t('cases.agreeTitle')}>
        <AgreementForm one={one} onDone={() => setWriting(false)} />
      </Card>
    );
  }
  if (one.solution === null) return null;
  return (
    <Card
      heading={t('cases.agreeTitle')}
      end={
        mayChange && (
          <Button size="compact-sm" variant="subtle" onClick={() => setWriting(true)}>
            {t('cases.agreeAgain')}
          </Button>
        )
      }
    >
      <p className={classes.text}>{one.solution}</p>
      <Facts
        facts={[
          [t('cases.offer'), one.offer],
          [t('cases.offerCost'), one.offerCost && f.money(one.offerCost)],
          [t('cases.due'), f.date(one.dueOn)],
        ]}
      />
    </Card>
  );
}

function AgreementForm({ one, onDone }: { one: OpenedCase; onDone: () => void }): ReactNode {
  const { t } = useTranslation('retention');
  const f = useFormats();
  const { agree } = useCase();
  const [solution, setSolution] = useState(one.solution ?? '');
  const [offer, setOffer] = useState(one.offer ?? '');
  const [cost, setCost] = useState<number | string>(one.offerCost?.amount ?? '');
  const [dueOn, setDue] = useState(one.dueOn);
  const [tried, setTried] = useState(false);
  const missing = tried && solution.trim() === '';
  return (
    <Form
      submit={t('cases.agreeSave')}
      busy={agree.isPending}
      problem={problemBeside(agree.error, ['offerCost', 'dueOn'])}
      {...(one.solution === null ? {} : { onCancel: onDone })}
      onSubmit={(event) => {
        event?.preventDefault();
        setTried(true);
        if (solution.trim() === '') return;
        const offerCost = cost === '' ? null : { amount: String(cost), currency: f.settings.baseCurrency };
        agree.mutate({ id: one.id, version: one.version, solution, offer, offerCost, dueOn }, { onSuccess: onDone });
      }}
    >
      <Textarea
        label={t('cases.solution')}
        placeholder={t('cases.solutionExample')}
        autosize
        minRows={2}
        maxRows={8}
        maxLength={2000}
        value={solution}
        error={missing && t('cases.solutionNeeded')}
        onChange={(event) => setSolution(event.currentTarget.value)}
      />
      <FormRow>
        <TextInput
          label={t('cases.offer')}
          placeholder={t('cases.offerExample')}
          maxLength={500}
          value={offer}
          onChange={(event) => setOffer(event.currentTarget.value)}
        />
        <MoneyField
          label={t('cases.offerCost')}
          value={cost}
          error={problemAt(agree.error, 'offerCost')}
          onChange={setCost}
        />
        <TextInput
          type="date"
          label={t('cases.due')}
          value={dueOn}
          error={problemAt(agree.error, 'dueOn')}
          onChange={(event) => setDue(event.currentTarget.value)}
        />
      </FormRow>
    </Form>
  );
}
