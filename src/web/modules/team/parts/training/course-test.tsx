import { Button, Checkbox, Radio } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { isApiError } from '../../../../api/errors.ts';
import { Card } from '../../../../kit/surface.tsx';
import { toastProblem } from '../../../../kit/toast.tsx';
import { api, type OpenedCourse } from '../../api.ts';
import classes from './training.module.css';

type Question = OpenedCourse['test'][number];

/** The questions of a course, as often as one likes; what was wrong is marked, what is right is not said. */
export function CourseTest({ course }: { course: OpenedCourse }): ReactNode {
  const { t } = useTranslation('team');
  const queries = useQueryClient();
  const [answers, setAnswers] = useState<Record<string, number[]>>({});
  const hand = useMutation(
    api.training.answer.mutationOptions({
      onSettled: () => queries.invalidateQueries({ queryKey: api.key() }),
      onError: (error) => toastProblem(isApiError(error) ? error.message : t('failed')),
    }),
  );
  const complete = course.test.every(({ id }) => (answers[id] ?? []).length > 0);
  const verdict = hand.data;
  return (
    <Card heading={t('training.test')} note={t('training.testAbout', { passAt: course.passAt })}>
      {verdict && (
        <p className={classes.verdict} role="status" data-failed={!verdict.passed || undefined}>
          {t(verdict.passed ? 'training.passedNow' : 'training.failed', {
            right: verdict.right,
            questions: verdict.questions,
          })}
        </p>
      )}
      {!verdict?.passed && (
        <form
          onSubmit={(event) => {
            event.preventDefault();
            hand.mutate({ id: course.id, edition: course.edition, answers });
          }}
        >
          {course.test.map((question, n) => (
            <QuestionField
              key={question.id}
              question={question}
              number={n + 1}
              wrong={verdict?.wrong.includes(question.id) ?? false}
              chosen={answers[question.id] ?? []}
              onChoose={(chosen) => setAnswers((before) => ({ ...before, [question.id]: chosen }))}
            />
          ))}
          <Button type="submit" disabled={!complete} loading={hand.isPending}>
            {t('training.hand')}
          </Button>
        </form>
      )}
    </Card>
  );
}

interface QuestionFieldProps {
  question: Question;
  number: number;
  wrong: boolean;
  chosen: number[];
  onChoose: (chosen: number[]) => void;
}

function QuestionField({ question, number, wrong, chosen, onChoose }: QuestionFieldProps): ReactNode {
  const { t } = useTranslation('team');
  return (
    <fieldset className={classes.question}>
      <legend>
        {number}. {question.text}
        {question.several && <small>{t('training.several')}</small>}
      </legend>
      <div className={classes.choices}>
        {question.choices.map((choice, n) =>
          question.several ? (
            <Checkbox
              key={choice}
              label={choice}
              checked={chosen.includes(n)}
              onChange={({ currentTarget }) =>
                onChoose(currentTarget.checked ? [...chosen, n] : chosen.filter((one) => one !== n))
              }
            />
          ) : (
            <Radio
              key={choice}
              name={question.id}
              label={choice}
              checked={chosen.includes(n)}
              onChange={() => onChoose([n])}
            />
          ),
        )}
      </div>
      {wrong && <p className={classes.again}>{t('training.again')}</p>}
    </fieldset>
  );
}
