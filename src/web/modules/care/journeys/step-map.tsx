import { Background, Controls, Handle, Position, ReactFlow, type Edge, type Node, type NodeProps } from '@xyflow/react';
import '@xyflow/react/dist/style.css';
import { useMantineColorScheme } from '@mantine/core';
import { useMemo, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Step } from '../../../../modules/care/journeys/plan-contract.ts';
import { allSteps } from '../../../../modules/care/journeys/rules/flow.ts';
import { layoutOf } from '../../../../modules/care/journeys/rules/layout.ts';
import classes from './journeys.module.css';
import { StepIcon } from './step-icon.tsx';
import { StepFigures, type StepsShown } from './step-list.tsx';

interface Shown extends Record<string, unknown> {
  words: string;
  step: Step | null;
  problem: string | null;
  results: StepsShown['results'];
  open: (() => void) | null;
}
type ShownNode = Node<Shown>;

const WIDE = 260;
const HIGH = 128;

/** The same steps drawn as a map. Where something stands follows from the plan, so that nobody has to tidy up. */
export default function StepMap({ journey, sentences, results, onOpen }: StepsShown): ReactNode {
  const { t } = useTranslation('care');
  const { colorScheme } = useMantineColorScheme();
  const { plan, problems } = journey;
  const { places, edges } = useMemo(() => layoutOf(plan), [plan]);
  const steps = new Map(allSteps(plan.steps).map((step) => [step.id, step]));
  const nodes = [...places].map(([id, { column, row }]): ShownNode => {
    const step = steps.get(id) ?? null;
    const problem = problems.find(({ stepId }) => stepId === id);
    const words = step ? sentences.step(step) : id === 'start' ? sentences.trigger(plan.trigger) : t('journey.theEnd');
    const open = id === 'end' ? null : () => onOpen(step ? id : 'trigger');
    return {
      id,
      type: 'step',
      position: { x: column * WIDE, y: row * HIGH },
      data: { words, step, problem: problem ? t(`journey.problem.${problem.kind}`) : null, results, open },
    };
  });
  const lines = edges.map(({ from, to, outcome }): Edge => {
    const step = steps.get(from);
    return {
      id: `${from} ${outcome} ${to}`,
      source: from,
      target: to,
      type: 'smoothstep',
      focusable: false,
      ...(step && outcome !== null ? { label: sentences.branch(step, outcome) } : {}),
    };
  });
  return (
    <div className={classes.map}>
      <ReactFlow
        nodes={nodes}
        edges={lines}
        nodeTypes={NODE_TYPES}
        colorMode={colorScheme === 'auto' ? 'system' : colorScheme}
        nodesDraggable={false}
        nodesConnectable={false}
        nodesFocusable={false}
        elementsSelectable={false}
        fitView
        fitViewOptions={{ maxZoom: 1, padding: 0.1 }}
        minZoom={0.2}
        preventScrolling={false}
        proOptions={{ hideAttribution: true }}
      >
        <Background gap={22} />
        <Controls showInteractive={false} />
      </ReactFlow>
    </div>
  );
}

const NODE_TYPES = { step: MapNode };

function MapNode({ data: { words, step, problem, results, open } }: NodeProps<ShownNode>): ReactNode {
  const handles = (
    <>
      <Handle type="target" position={Position.Top} isConnectable={false} />
      <Handle type="source" position={Position.Bottom} isConnectable={false} />
    </>
  );
  if (!open)
    return (
      <div className={classes.terminal}>
        {words}
        {handles}
      </div>
    );
  return (
    <button
      type="button"
      className={`nodrag ${classes.step} ${classes.node}`}
      data-problem={problem !== null || undefined}
      data-fork={step !== null && ['condition', 'split', 'until'].includes(step.kind) ? true : undefined}
      onClick={open}
    >
      {step && (
        <span className={classes.icon}>
          <StepIcon kind={step.kind} />
        </span>
      )}
      <span className={classes.words}>
        {words}
        {problem !== null && <small data-problem>{problem}</small>}
        {step && <StepFigures stepId={step.id} results={results} />}
      </span>
      {handles}
    </button>
  );
}
