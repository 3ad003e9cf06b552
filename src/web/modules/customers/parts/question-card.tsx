import { Button, SegmentedControl, TagsInput, TextInput } from '@mantine/core';
import { IconMessageQuestion } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { TFunction } from 'i18next';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { isApiError } from '../../../api/errors.ts';
import { Card } from '../../../kit/surface.tsx';
import { useFormats } from '../../../kit/use-formats.ts';
import { api, type CustomerCard } from '../api.ts';
import { BirthdayField, birthdayOf, noBirthday } from './birthday-field.tsx';
import classes from './card.module.css';
import { useChange } from './use-change.ts';

/** The one thing worth asking now; never more than one. */
export function QuestionCard({ card }: { card: CustomerCard }): ReactNode {
  const { question } = card;
  if (!question || !card.may.edit) return null;
  return <Asked key={question.kind} card={card} kind={question.kind} why={question.why} />;
}

interface AskedProps {
  card: CustomerCard;
  kind: string;
  why: 'missing' | 'stale';
}

function Asked({ card, kind, why }: AskedProps): ReactNode {
  const { t } = useTranslation('customers');
  const f = useFormats();
  const [answering, setAnswering] = useState(why === 'missing');
  const { saveQuietly, busy } = useChange(card);
  const putOff = usePutOff(card.id);
  const since = card.confirmedOn[kind];
  return (
    <Card
      className={classes.question ?? ''}
      heading={
        <>
          <IconMessageQuestion size={17} stroke={1.7} aria-hidden="true" />
          {t(`question.${why}.${kind}`, { defaultValue: t('question.other') })}
        </>
      }
    >
      {why === 'stale' && !answering && (
        <>
          <p className={classes.quiet}>{since && t('card.old', { age: f.age(since) })}</p>
          <div className={classes.acts}>
            <Button size="compact-md" loading={busy} onClick={() => void saveQuietly({ confirmed: [kind] })}>
              {t('question.still')}
            </Button>
            <Button size="compact-md" variant="default" onClick={() => setAnswering(true)}>
              {t('question.changed')}
            </Button>
          </div>
        </>
      )}
      {answering && <Answer card={card} kind={kind} />}
      <div className={classes.acts}>
        <Button size="compact-sm" variant="subtle" onClick={() => putOff('later')}>
          {t('question.later')}
        </Button>
        <Button size="compact-sm" variant="subtle" color="gray" onClick={() => putOff('declined')}>
          {t('question.never')}
        </Button>
      </div>
    </Card>
  );
}

function usePutOff(customerId: string): (answer: 'later' | 'declined') => void {
  const queries = useQueryClient();
  const key = api.read.queryKey({ input: { id: customerId } });
  const asked = queries.getQueryData(key)?.question;
  const putOff = useMutation(
    api.putOffQuestion.mutationOptions({
      // The question leaves at once; whether the note of it arrived is seen next time.
      onMutate: () => queries.setQueryData(key, (card) => card && { ...card, question: null }),
      onError: () => void queries.invalidateQueries({ queryKey: key }),
    }),
  );
  return (answer) => {
    if (asked) putOff.mutate({ id: customerId, kind: asked.kind, answer });
  };
}

type Facts = Parameters<ReturnType<typeof useChange>['save']>[0];

/** The field that the question is about. */
function Answer({ card, kind }: { card: CustomerCard; kind: string }): ReactNode {
  const { t } = useTranslation('customers');
  const [text, setText] = useState('');
  const [list, setList] = useState<string[]>([]);
  const [birthday, setBirthday] = useState(noBirthday);
  const [problem, setProblem] = useState<string>();
  const { save, busy } = useChange(card);
  const given = factsFor(card, kind, text, list, birthdayOf(birthday));
  const answer = async () => {
    if (!given) return;
    try {
      await save(given);
    } catch (error) {
      setProblem(isApiError(error) ? error.message : t('form.notSaved'));
    }
  };
  return (
    <form
      className={classes.answer}
      onSubmit={(event) => {
        event.preventDefault();
        void answer();
      }}
    >
      {kind === 'birthday' ? (
        <BirthdayField value={birthday} onChange={setBirthday} />
      ) : kind === 'gender' ? (
        <SegmentedControl
          fullWidth
          aria-label={t('field.gender')}
          value={text}
          onChange={setText}
          data={(['male', 'female', 'other'] as const).map((one) => ({ value: one, label: t(`gender.${one}`) }))}
        />
      ) : kind === 'preferences' ? (
        <TagsInput aria-label={t('field.tags')} placeholder={t('form.tagsHint')} value={list} onChange={setList} />
      ) : (
        <TextInput
          aria-label={labelOf(kind, t)}
          placeholder={labelOf(kind, t)}
          inputMode={kind === 'phone' ? 'tel' : kind === 'email' ? 'email' : 'text'}
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
        />
      )}
      {problem && (
        <p className={classes.problem} role="alert">
          {problem}
        </p>
      )}
      <Button type="submit" size="compact-md" loading={busy} disabled={!given}>
        {t('form.save')}
      </Button>
    </form>
  );
}

const CUSTOM = new Set(['contactPerson', 'occupation']);

function labelOf(kind: string, t: TFunction): string {
  return t(CUSTOM.has(kind) ? `custom.${kind}` : `field.${kind}`);
}

function factsFor(
  card: CustomerCard,
  kind: string,
  text: string,
  list: string[],
  birthday: ReturnType<typeof birthdayOf>,
): Facts | undefined {
  if (kind === 'birthday') return birthday ? { birthday } : undefined;
  if (kind === 'preferences') return list.length === 0 ? undefined : { tags: [...card.tags, ...list] };
  const said = text.trim();
  if (said === '') return undefined;
  if (kind === 'address') return { address: { ...card.address, text: said } };
  return CUSTOM.has(kind) ? { custom: { [kind]: said } } : { [kind]: said };
}
