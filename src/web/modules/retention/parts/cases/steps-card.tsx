import { Button, Select, TextInput } from '@mantine/core';
import { IconCircle, IconCircleCheck } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useMay } from '../../../../api/session.ts';
import { Form, FormRow } from '../../../../kit/form.tsx';
import { Card } from '../../../../kit/surface.tsx';
import { useFormats } from '../../../../kit/use-formats.ts';
import type { OpenedCase } from '../../api.ts';
import { useColleagueChoice } from '../colleagues.ts';
import { problemAt, problemBeside } from '../problem.ts';
import classes from './cases.module.css';
import { useCase } from './use-case.ts';

/** What is done about it, step by step; each is a task of somebody. */
export function StepsCard({ one }: { one: OpenedCase }): ReactNode {
  const { t } = useTranslation('retention');
  const f = useFormats();
  const [adding, setAdding] = useState(false);
  const mayAdd = useMay('tasks.edit') && one.state !== 'closed' && one.mayEdit;
  return (
    <Card
      heading={t('cases.steps')}
      end={
        mayAdd &&
        !adding && (
          <Button size="compact-sm" variant="subtle" onClick={() => setAdding(true)}>
            {t('cases.stepNew')}
          </Button>
        )
      }
    >
      {one.steps.length === 0 && <p className={classes.quiet}>{t('cases.stepsNone')}</p>}
      <ul className={classes.steps}>
        {one.steps.map((step) => (
          <li key={step.taskId} data-done={step.done || undefined}>
            {step.done ? (
              <IconCircleCheck size={18} stroke={1.6} aria-label={t('cases.stepDone')} />
            ) : (
              <IconCircle size={18} stroke={1.6} aria-hidden />
            )}
            <Link to="/team/tasks" search={{ task: step.taskId } as never}>
              {step.title}
            </Link>
            <small>{[step.assignee?.name, step.dueOn && f.date(step.dueOn)].filter(Boolean).join(' · ')}</small>
          </li>
        ))}
      </ul>
      {adding && <StepForm one={one} onDone={() => setAdding(false)} />}
    </Card>
  );
}

function StepForm({ one, onDone }: { one: OpenedCase; onDone: () => void }): ReactNode {
  const { t } = useTranslation('retention');
  const { addStep } = useCase();
  const people = useColleagueChoice({ me: (name) => t('cases.me', { name }), nobody: t('cases.nobody') });
  const [title, setTitle] = useState('');
  const [assigneeId, setAssignee] = useState(one.service?.id ?? one.sales?.id ?? '');
  const [dueOn, setDue] = useState(one.dueOn);
  const [tried, setTried] = useState(false);
  return (
    <Form
      submit={t('cases.stepAdd')}
      busy={addStep.isPending}
      onCancel={onDone}
      problem={problemBeside(addStep.error, ['assigneeId', 'dueOn'])}
      onSubmit={(event) => {
        event?.preventDefault();
        setTried(true);
        if (title.trim() === '') return;
        addStep.mutate({ id: one.id, title, assigneeId: assigneeId || null, dueOn }, { onSuccess: onDone });
      }}
    >
      <TextInput
        label={t('cases.stepTitle')}
        maxLength={300}
        autoFocus
        value={title}
        error={tried && title.trim() === '' && t('cases.stepNeeded')}
        onChange={(event) => setTitle(event.currentTarget.value)}
      />
      <FormRow>
        <Select
          label={t('cases.stepWho')}
          data={people}
          value={assigneeId}
          allowDeselect={false}
          error={problemAt(addStep.error, 'assigneeId')}
          onChange={(value) => setAssignee(value ?? '')}
        />
        <TextInput
          type="date"
          label={t('cases.stepDue')}
          value={dueOn}
          error={problemAt(addStep.error, 'dueOn')}
          onChange={(event) => setDue(event.currentTarget.value)}
        />
      </FormRow>
    </Form>
  );
}
