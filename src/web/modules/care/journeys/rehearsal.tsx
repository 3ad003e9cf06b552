import { Switch } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { allSteps } from '../../../../modules/care/journeys/rules/flow.ts';
import { isApiError } from '../../../api/errors.ts';
import { Form } from '../../../kit/form.tsx';
import { useFormats } from '../../../kit/use-formats.ts';
import { CustomerField } from '../../../shell/customer-field.tsx';
import care from '../parts/care.module.css';
import { api, type OpenedJourney, type Rehearsed } from './api.ts';
import classes from './journeys.module.css';
import { useNames } from './names.ts';
import { useSentences } from './sentences.ts';

/** One customer, every step, in fast time. */
export function Rehearsal({ journey }: { journey: OpenedJourney }): ReactNode {
  const { t } = useTranslation('care');
  const [customerId, setCustomer] = useState<string | null>(null);
  const [tried, setTried] = useState(false);
  const [happens, setHappens] = useState(false);
  const rehearse = useMutation(api.journeys.rehearse.mutationOptions());
  const waits = allSteps(journey.plan.steps).filter(({ kind }) => kind === 'until');
  return (
    <>
      <p className={classes.note}>{t('journey.tryAbout')}</p>
      <Form
        submit={t('journey.tryGo')}
        busy={rehearse.isPending}
        problem={isApiError(rehearse.error) ? rehearse.error.message : undefined}
        onSubmit={(event) => {
          event?.preventDefault();
          setTried(true);
          if (customerId)
            rehearse.mutate({
              id: journey.id,
              customerId,
              happens: Object.fromEntries(waits.map(({ id }) => [id, happens])),
            });
        }}
      >
        <CustomerField
          label={t('journey.tryWho')}
          value={customerId}
          onChange={setCustomer}
          error={tried && customerId === null ? t('journey.tryWhoNeeded') : undefined}
        />
        {waits.length > 0 && (
          <Switch
            label={t('journey.tryHappens')}
            checked={happens}
            onChange={(event) => setHappens(event.currentTarget.checked)}
          />
        )}
      </Form>
      {rehearse.data && <Course journey={journey} steps={rehearse.data.steps} ends={rehearse.data.ends} />}
    </>
  );
}

function Course({
  journey,
  steps,
  ends,
}: {
  journey: OpenedJourney;
  steps: Rehearsed[];
  ends: 'done' | 'left';
}): ReactNode {
  const { t } = useTranslation('care');
  const f = useFormats();
  const sentences = useSentences(journey, useNames());
  const all = new Map(allSteps(journey.plan.steps).map((step) => [step.id, step]));
  return (
    <>
      <ol className={care.plain} aria-live="polite">
        {steps.map(({ stepId, at, outcome, refused }) => {
          const step = all.get(stepId);
          if (!step) return null;
          return (
            <li key={stepId}>
              <span className={care.grow}>
                {sentences.step(step)}
                <small className={care.faint}>
                  {' '}
                  {f.dateTime(at)}
                  {outcome !== 'done' && ` · ${sentences.branch(step, outcome)}`}
                </small>
                {refused && (
                  <small className={care.problem}>
                    {' '}
                    {t('journey.tryRefused', { reason: t(`refused.${refused}`) })}
                  </small>
                )}
              </span>
            </li>
          );
        })}
      </ol>
      <p className={care.faint}>{t(`journey.tryEnds.${ends}`)}</p>
    </>
  );
}
