import { ActionIcon, Button, Textarea } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { isApiError } from '../../../api/errors.ts';
import { toastProblem } from '../../../kit/toast.tsx';
import { useFormats } from '../../../kit/use-formats.ts';
import { api, type TaskComment } from '../api.ts';
import { useColleagues } from './members.ts';
import classes from './tasks.module.css';
import { useLookAgain } from './use-acts.ts';

const SUGGESTED = 5;

/** What was said about a task; @ names a colleague, who is told. */
export function Comments({ task }: { task: { id: string; comments: TaskComment[] } }): ReactNode {
  const { t } = useTranslation('team');
  const f = useFormats();
  const lookAgain = useLookAgain();
  const onError = (error: unknown) => toastProblem(isApiError(error) ? error.message : t('failed'));
  const remove = useMutation(api.tasks.removeComment.mutationOptions({ onSettled: lookAgain, onError }));
  return (
    <section className={classes.part}>
      <h3>{t('comments')}</h3>
      <ul className={classes.comments}>
        {task.comments.map((comment) => (
          <li key={comment.id}>
            <p>{comment.body}</p>
            <small>
              {comment.by} · {f.dateTime(comment.at)}
              {comment.mine && (
                <ActionIcon
                  size="sm"
                  variant="subtle"
                  color="gray"
                  aria-label={t('removeComment')}
                  onClick={() => remove.mutate({ id: task.id, commentId: comment.id })}
                >
                  <IconX size={14} stroke={1.6} />
                </ActionIcon>
              )}
            </small>
          </li>
        ))}
      </ul>
      <Compose taskId={task.id} />
    </section>
  );
}

function Compose({ taskId }: { taskId: string }): ReactNode {
  const { t } = useTranslation('team');
  const colleagues = useColleagues();
  const lookAgain = useLookAgain();
  const [body, setBody] = useState('');
  const add = useMutation(
    api.tasks.comment.mutationOptions({
      onSuccess: () => setBody(''),
      onSettled: lookAgain,
      onError: (error) => toastProblem(isApiError(error) ? error.message : t('failed')),
    }),
  );
  const typed = /@([^\s@]{0,30})$/.exec(body)?.[1];
  const offered =
    typed === undefined
      ? []
      : colleagues
          .filter(({ name, self }) => !self && name.toLowerCase().includes(typed.toLowerCase()))
          .slice(0, SUGGESTED);
  const send = () => {
    const text = body.trim();
    const mentions = colleagues.filter(({ name }) => text.includes(`@${name}`)).map(({ id }) => id);
    if (text) add.mutate({ id: taskId, body: text, mentions });
  };
  return (
    <form
      className={classes.compose}
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      <Textarea
        aria-label={t('comment')}
        placeholder={t('comment')}
        autosize
        minRows={1}
        maxRows={8}
        maxLength={5000}
        value={body}
        onChange={(event) => setBody(event.currentTarget.value)}
      />
      {offered.length > 0 && (
        <div className={classes.suggested}>
          {offered.map(({ id, name }) => (
            <Button
              key={id}
              variant="default"
              size="compact-sm"
              onClick={() => setBody((text) => text.replace(/@[^\s@]*$/, `@${name} `))}
            >
              @{name}
            </Button>
          ))}
        </div>
      )}
      <Button type="submit" size="compact-md" variant="default" disabled={body.trim() === ''} loading={add.isPending}>
        {t('send')}
      </Button>
    </form>
  );
}
