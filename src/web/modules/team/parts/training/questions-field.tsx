import { ActionIcon, Button, Checkbox, Input, TextInput } from '@mantine/core';
import { IconPlus, IconX } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { CourseGiven } from '../../api.ts';
import classes from './training.module.css';

type Question = CourseGiven['questions'][number];

interface QuestionsFieldProps {
  questions: Question[];
  onChange: (questions: Question[]) => void;
}

const MOST_CHOICES = 8;

/** The test of a course: questions with choices, and a tick at what is right. */
export function QuestionsField({ questions, onChange }: QuestionsFieldProps): ReactNode {
  const { t } = useTranslation('team');
  const put = (n: number, change: Partial<Question>) =>
    onChange(questions.map((question, index) => (index === n ? { ...question, ...change } : question)));
  return (
    <Input.Wrapper label={t('training.questions')} labelElement="div">
      {questions.map((question, n) => (
        <fieldset key={question.id ?? n} className={classes.editor}>
          <div className={classes.editorHead}>
            <TextInput
              aria-label={t('training.question', { n: n + 1 })}
              placeholder={t('training.question', { n: n + 1 })}
              maxLength={500}
              value={question.text}
              onChange={(event) => put(n, { text: event.currentTarget.value })}
            />
            <ActionIcon
              variant="subtle"
              color="gray"
              size={36}
              aria-label={t('training.removeQuestion', { n: n + 1 })}
              onClick={() => onChange(questions.filter((_, index) => index !== n))}
            >
              <IconX size={16} stroke={1.6} />
            </ActionIcon>
          </div>
          <Choices question={question} onChange={(change) => put(n, change)} />
        </fieldset>
      ))}
      <Button
        mt={8}
        variant="subtle"
        size="compact-sm"
        leftSection={<IconPlus size={15} />}
        onClick={() => onChange([...questions, { text: '', choices: ['', ''], right: [0] }])}
      >
        {t('training.addQuestion')}
      </Button>
    </Input.Wrapper>
  );
}

function Choices({
  question,
  onChange,
}: {
  question: Question;
  onChange: (change: Partial<Question>) => void;
}): ReactNode {
  const { t } = useTranslation('team');
  const { choices, right } = question;
  return (
    <>
      {[...choices.keys()].map((n) => (
        <div key={n} className={classes.choice}>
          <Checkbox
            aria-label={t('training.isRight', { n: n + 1 })}
            checked={right.includes(n)}
            onChange={({ currentTarget }) =>
              onChange({ right: currentTarget.checked ? [...right, n] : right.filter((one) => one !== n) })
            }
          />
          <TextInput
            aria-label={t('training.choice', { n: n + 1 })}
            placeholder={t('training.choice', { n: n + 1 })}
            maxLength={300}
            value={choices[n]}
            onChange={({ currentTarget }) =>
              onChange({ choices: choices.map((one, index) => (index === n ? currentTarget.value : one)) })
            }
          />
          <ActionIcon
            variant="subtle"
            color="gray"
            size={36}
            disabled={choices.length <= 2}
            aria-label={t('training.removeChoice', { n: n + 1 })}
            onClick={() =>
              onChange({
                choices: choices.filter((_, index) => index !== n),
                right: right.filter((one) => one !== n).map((one) => (one > n ? one - 1 : one)),
              })
            }
          >
            <IconX size={16} stroke={1.6} />
          </ActionIcon>
        </div>
      ))}
      <p className={classes.about}>{t('training.rightAbout')}</p>
      <Button
        variant="subtle"
        size="compact-sm"
        disabled={choices.length >= MOST_CHOICES}
        onClick={() => onChange({ choices: [...choices, ''] })}
      >
        {t('training.addChoice')}
      </Button>
    </>
  );
}
