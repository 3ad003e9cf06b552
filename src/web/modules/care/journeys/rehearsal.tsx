import { Select, Switch } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { allSteps } from '../../../../modules/care/journeys/rules/flow.ts';
import { contract } from '../../../../modules/customers/contract.ts';
import { moduleClient } from '../../../api/client.ts';
import { isApiError } from '../../../api/errors.ts';
import { Form } from '../../../kit/form.tsx';
import { useFormats } from '../../../kit/use-formats.ts';
import care from '../parts/care.module.css';
import { api, type OpenedJourney, type Rehearsed } from './api.ts';
import classes from './journeys.module.css';
import { useNames } from './names.ts';
import { useSentences } from './sentences.ts';

const customers = moduleClient('customers', { list: contract.list });

/** One customer, every step, in fast time. */
export function Rehearsal({ journey }: { journey: OpenedJourney }): ReactNode {
  const { t } = useTranslation('care');
  const [typed, setTyped] = useState('');
  const [asked] = useDebouncedValue(typed.trim(), 200);
  const [customerId, setCustomer] = useState<string | null>(null);
  const [happens, setHappens] = useState(false);
  const found = useQuery(
    customers.list.queryOptions({ input: { ...(asked ? { q: asked } : {}), limit: 8 }, staleTime: 30_000 }),
  );
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
          if (customerId)
            rehearse.mutate({
              id: journey.id,
              customerId,
              happens: Object.fromEntries(waits.map(({ id }) => [id, happens])),
            });
        }}
      >
        <Select
          label={t('journey.tryWho')}
          placeholder={t('journey.tryWhoAbout')}
          searchable
          value={customerId}
          data={found.data?.items.map(({ id, name }) => ({ value: id, label: name })) ?? []}
          filter={({ options }) => options}
          onSearchChange={setTyped}
          onChange={setCustomer}
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
