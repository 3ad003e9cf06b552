import { Button, SegmentedControl } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { IconArrowLeft } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { lazy, Suspense, useRef, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Plan } from '../../../../modules/care/journeys/plan-contract.ts';
import {
  insertStep,
  moveStep,
  newStep,
  removeStep,
  replaceStep,
  type Place,
} from '../../../../modules/care/journeys/rules/edit-plan.ts';
import { allSteps } from '../../../../modules/care/journeys/rules/flow.ts';
import { isApiError } from '../../../api/errors.ts';
import { useMay } from '../../../api/session.ts';
import { ErrorState } from '../../../kit/error-state.tsx';
import { PageHead } from '../../../kit/page-head.tsx';
import { PHONE } from '../../../kit/phone.ts';
import { SideDrawer } from '../../../kit/side-drawer.tsx';
import { CardSkeleton, Waiting } from '../../../kit/skeletons.tsx';
import { Card, Columns } from '../../../kit/surface.tsx';
import { toastProblem } from '../../../kit/toast.tsx';
import { api, type OpenedJourney } from './api.ts';
import { HookCard } from './hook-card.tsx';
import { JourneyActs } from './journey-acts.tsx';
import classes from './journeys.module.css';
import { useNames } from './names.ts';
import { ResultsCard } from './results-card.tsx';
import { RulesCard } from './rules-card.tsx';
import { useSentences } from './sentences.ts';
import { JourneyState } from './state-tag.tsx';
import { StepForm } from './step-form.tsx';
import { StepList } from './step-list.tsx';
import { TriggerForm } from './trigger-form.tsx';

const StepMap = lazy(() => import('./step-map.tsx'));

export function JourneyPage(): ReactNode {
  const { t } = useTranslation('care');
  const { id } = useParams({ strict: false }) as { id: string };
  const { data, error, refetch } = useQuery(api.journeys.read.queryOptions({ input: { id } }));
  const journey = data as OpenedJourney | undefined;
  return (
    <>
      <PageHead
        title={journey?.name ?? t('tab.journeys')}
        note={journey && <JourneyState state={journey.state} />}
        actions={journey && <JourneyActs journey={journey} />}
      />
      <Button
        component={Link}
        to="/care/journeys"
        variant="subtle"
        size="compact-sm"
        mb={10}
        leftSection={<IconArrowLeft size={15} />}
      >
        {t('journey.back')}
      </Button>
      {journey ? (
        <Editor key={journey.id} journey={journey} />
      ) : error ? (
        <ErrorState error={error} retry={() => void refetch()} />
      ) : (
        <Waiting>
          <CardSkeleton lines={6} />
        </Waiting>
      )}
    </>
  );
}

/** Everything that is changed is kept at once: what is written is a draft until somebody publishes it. */
function Editor({ journey }: { journey: OpenedJourney }): ReactNode {
  const { t } = useTranslation('care');
  const phone = useMediaQuery(PHONE, undefined, { getInitialValueInEffect: false });
  const [view, setView] = useState<'list' | 'map'>('list');
  const [open, setOpen] = useState<string | null>(null);
  const mayEdit = useMay('care.edit') && journey.state !== 'ended';
  const names = useNames();
  const sentences = useSentences(journey, names);
  const { plan, keep } = usePlan(journey);
  const results = useQuery({
    ...api.journeys.results.queryOptions({ input: { id: journey.id } }),
    enabled: journey.live !== null,
  }).data;
  const step = allSteps(plan.steps).find(({ id }) => id === open);
  const shared = { journey: { ...journey, plan }, sentences, results, onOpen: setOpen, mayEdit };
  const add = (place: Place, kind: Parameters<typeof newStep>[0]) => {
    const made = newStep(kind, crypto.randomUUID());
    keep({ ...plan, steps: insertStep(plan.steps, place, made) });
    setOpen(made.id);
  };
  const change = (steps: Plan['steps']) => keep({ ...plan, steps });
  return (
    <>
      {mayEdit && <Problems journey={journey} onOpen={setOpen} sentence={(id) => sentenceAt(plan, id, sentences)} />}
      {journey.changed && <p className={classes.note}>{t('journey.changed')}</p>}
      <Columns
        right={
          <>
            <RulesCard plan={plan} sentences={journey.sentences} names={names} onChange={mayEdit ? keep : undefined} />
            {journey.live !== null && <ResultsCard journeyId={journey.id} results={results} />}
            {plan.trigger.kind === 'hook' || allSteps(plan.steps).some(({ kind }) => kind === 'call') ? (
              <HookCard journeyId={journey.id} />
            ) : null}
          </>
        }
      >
        <Card
          heading={t('journey.steps')}
          end={
            phone ? undefined : (
              <SegmentedControl
                size="xs"
                aria-label={t('journey.view')}
                value={view}
                data={(['list', 'map'] as const).map((value) => ({
                  value,
                  label: t(value === 'list' ? 'journey.asList' : 'journey.map'),
                }))}
                onChange={(value) => setView(value as 'list' | 'map')}
              />
            )
          }
        >
          {view === 'map' && !phone ? (
            <Suspense fallback={<CardSkeleton lines={6} />}>
              <StepMap {...shared} />
            </Suspense>
          ) : (
            <StepList {...shared} onAdd={mayEdit ? add : undefined} />
          )}
        </Card>
      </Columns>
      <SideDrawer
        opened={step !== undefined}
        onClose={() => setOpen(null)}
        title={step ? t(`journey.kind.${step.kind}`) : ''}
      >
        {step && (
          <StepForm
            key={step.id}
            step={step}
            names={names}
            sentence={journey.sentences[step.id]}
            readOnly={!mayEdit}
            onKeep={(next) => {
              change(replaceStep(plan.steps, next));
              setOpen(null);
            }}
            onMove={(by) => change(moveStep(plan.steps, step.id, by))}
            onRemove={() => {
              change(removeStep(plan.steps, step.id));
              setOpen(null);
            }}
          />
        )}
      </SideDrawer>
      <SideDrawer opened={open === 'trigger'} onClose={() => setOpen(null)} title={t('journey.begins')}>
        <TriggerForm
          trigger={plan.trigger}
          names={names}
          sentence={journey.sentences['trigger']}
          readOnly={!mayEdit}
          onKeep={(trigger) => {
            keep({ ...plan, trigger });
            setOpen(null);
          }}
        />
      </SideDrawer>
    </>
  );
}

/**
 * The plan as it is on the screen. Each change goes out behind the one before it, with the version that that one made;
 * what is read back is shown only when it has the latest change.
 */
function usePlan(journey: OpenedJourney) {
  const { t } = useTranslation('care');
  const queries = useQueryClient();
  const [ahead, setAhead] = useState<Plan | null>(null);
  const version = useRef(journey.version);
  const latest = useRef<Plan | null>(null);
  const save = useMutation({
    scope: { id: `journey ${journey.id}` },
    mutationFn: (plan: Plan) => api.journeys.change.call({ id: journey.id, plan, version: version.current }),
    onSuccess: (saved) => void (version.current = saved.version),
    onError: (error) => toastProblem(isApiError(error) ? error.message : t('failed')),
    // Not waited for: the next change would wait with it.
    onSettled: (_saved, _error, plan) => void readBack(plan),
  });
  const readBack = async (plan: Plan) => {
    if (plan === latest.current) await queries.invalidateQueries({ queryKey: api.journeys.key() });
    if (plan === latest.current) setAhead(null);
  };
  const keep = (plan: Plan) => {
    if (ahead === null) version.current = journey.version;
    latest.current = plan;
    setAhead(plan);
    save.mutate(plan);
  };
  return { plan: ahead ?? journey.plan, keep };
}

function sentenceAt(plan: Plan, stepId: string | null, sentences: ReturnType<typeof useSentences>): string | null {
  const step = allSteps(plan.steps).find(({ id }) => id === stepId);
  return step ? sentences.step(step) : null;
}

function Problems({
  journey: { problems },
  onOpen,
  sentence,
}: {
  journey: OpenedJourney;
  onOpen: (stepId: string) => void;
  sentence: (stepId: string | null) => string | null;
}): ReactNode {
  const { t } = useTranslation('care');
  if (problems.length === 0) return null;
  return (
    <div className={classes.problems} role="status">
      <b>{t('journey.problems', { count: problems.length })}</b>
      <ul>
        {problems.map(({ stepId, kind }) => (
          <li key={`${stepId} ${kind}`}>
            {kind === 'noSteps' ? (
              t('journey.problem.noSteps')
            ) : (
              <button type="button" onClick={() => onOpen(stepId ?? 'trigger')}>
                {sentence(stepId) ?? t('journey.atBeginning')}: {t(`journey.problem.${kind}`)}
              </button>
            )}
          </li>
        ))}
      </ul>
    </div>
  );
}
