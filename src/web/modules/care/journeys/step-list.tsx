import { ActionIcon, Menu } from '@mantine/core';
import { IconBolt, IconPlus } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Step, StepKind } from '../../../../modules/care/journeys/plan-contract.ts';
import type { Place } from '../../../../modules/care/journeys/rules/edit-plan.ts';
import { branchesOf } from '../../../../modules/care/journeys/rules/flow.ts';
import { useFormats } from '../../../kit/use-formats.ts';
import type { JourneyResults, OpenedJourney } from './api.ts';
import classes from './journeys.module.css';
import type { Sentences } from './sentences.ts';
import { STEP_KINDS, StepIcon } from './step-icon.tsx';

export interface StepsShown {
  journey: OpenedJourney;
  sentences: Sentences;
  results: JourneyResults | undefined;
  onOpen: (stepId: string) => void;
  mayEdit: boolean;
}

type Shown = StepsShown & { onAdd: ((place: Place, kind: StepKind) => void) | undefined };

/** The steps in the order in which they happen, branches indented; everything that the map can do, with a thumb or a keyboard. */
export function StepList(props: Shown): ReactNode {
  const { t } = useTranslation('care');
  const { journey, sentences, onOpen } = props;
  const wrong = journey.problems.some(({ stepId, kind }) => stepId === null && kind !== 'noSteps');
  return (
    <>
      <button
        type="button"
        className={classes.step}
        data-problem={wrong || undefined}
        onClick={() => onOpen('trigger')}
      >
        <span className={classes.icon}>
          <IconBolt size={17} stroke={1.7} aria-hidden="true" />
        </span>
        <span className={classes.words}>{sentences.trigger(journey.plan.trigger)}</span>
      </button>
      <Row {...props} steps={journey.plan.steps} within={null} />
      <p className={classes.ends}>{t('journey.theEnd')}</p>
    </>
  );
}

function Row({ steps, within, ...props }: Shown & { steps: Step[]; within: Place['within'] }): ReactNode {
  return (
    <ol className={classes.list}>
      {steps.map((step, at) => (
        <li key={step.id} className={classes.item}>
          <Between {...props} place={{ within, at }} />
          <OneStep {...props} step={step} />
        </li>
      ))}
      <li className={classes.item}>
        <Between {...props} place={{ within, at: steps.length }} />
      </li>
    </ol>
  );
}

function OneStep({ step, ...props }: Shown & { step: Step }): ReactNode {
  const { t } = useTranslation('care');
  const { journey, sentences, results, onOpen } = props;
  const problem = journey.problems.find(({ stepId }) => stepId === step.id);
  const branches = branchesOf(step);
  return (
    <>
      <button
        type="button"
        className={classes.step}
        data-problem={problem !== undefined || undefined}
        data-fork={branches.length > 0 || undefined}
        onClick={() => onOpen(step.id)}
      >
        <span className={classes.icon}>
          <StepIcon kind={step.kind} />
        </span>
        <span className={classes.words}>
          {sentences.step(step)}
          {problem && <small data-problem>{t(`journey.problem.${problem.kind}`)}</small>}
          <StepFigures stepId={step.id} results={results} />
        </span>
      </button>
      {branches.length > 0 && (
        <div className={classes.branches}>
          {branches.map(([outcome, below]) => (
            <section key={outcome}>
              <p className={classes.outcome}>{sentences.branch(step, outcome)}</p>
              <Row {...props} steps={below} within={{ stepId: step.id, outcome }} />
            </section>
          ))}
        </div>
      )}
    </>
  );
}

/** Who stands here, who passed, and what they bought afterwards. */
export function StepFigures({ stepId, results }: { stepId: string; results: JourneyResults | undefined }): ReactNode {
  const { t } = useTranslation('care');
  const f = useFormats();
  const found = results?.steps.find((one) => one.stepId === stepId);
  if (!found) return null;
  const passed = found.outcomes.reduce((sum, { count }) => sum + count, 0);
  const failed = found.outcomes.find(({ outcome }) => outcome === 'failed')?.count ?? 0;
  const parts = [
    found.waiting > 0 && t('journey.results.here', { count: found.waiting }),
    passed > 0 && t('journey.results.passed', { count: passed }),
    found.sent > 0 && t('journey.results.sent', { count: found.sent }),
    found.opened > 0 && t('journey.results.opened', { count: found.opened }),
    failed > 0 && `${failed} ${t('journey.outcome.failed')}`,
    ...found.refused.map(({ reason, count }) => `${count} ${t(`refused.${reason}`)}`),
    found.buyers > 0 && t('journey.results.after', { buyers: found.buyers, money: f.money(found.revenue, 'none') }),
  ].filter((part) => part !== false);
  return parts.length > 0 && <small>{parts.join(' · ')}</small>;
}

function Between({ place, onAdd }: Pick<Shown, 'onAdd'> & { place: Place }): ReactNode {
  const { t } = useTranslation('care');
  if (!onAdd) return <div className={classes.link} />;
  return (
    <div className={classes.link}>
      <Menu position="bottom" withinPortal>
        <Menu.Target>
          <ActionIcon variant="default" radius="xl" size={26} aria-label={t('journey.addHere')}>
            <IconPlus size={14} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          {STEP_KINDS.map((kind) => (
            <Menu.Item key={kind} leftSection={<StepIcon kind={kind} />} onClick={() => onAdd(place, kind)}>
              {t(`journey.kind.${kind}`)}
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
    </div>
  );
}
