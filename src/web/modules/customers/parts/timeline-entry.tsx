import { ActionIcon } from '@mantine/core';
import { IconPencil, IconTrash } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { isApiError } from '../../../api/errors.ts';
import { toastProblem, toastWithUndo } from '../../../kit/toast.tsx';
import { useFormats } from '../../../kit/use-formats.ts';
import { api, type Note, type TimelineItem } from '../api.ts';
import classes from './card.module.css';
import { DownloadLink } from './files-list.tsx';
import { NoteEditor } from './note-editor.tsx';
import { useEntryWords } from './entry-words.ts';

/** One thing that happened. */
export function Entry({ entry, customerId }: { entry: TimelineItem; customerId: string }): ReactNode {
  const f = useFormats();
  const { sentence, changes } = useEntryWords(entry);
  const body = entry.note ? null : entry.body;
  return (
    <li className={classes.entry} data-kind={entry.kind}>
      <div className={classes.entryLine}>
        <b>{entry.link ? <Link to={entry.link}>{sentence}</Link> : sentence}</b>
        {entry.amount && <span className={classes.amount}>{f.money(entry.amount)}</span>}
      </div>
      {changes.map((change) => (
        <p key={change} className={classes.change}>
          {change}
        </p>
      ))}
      {body && <p className={classes.body}>{body}</p>}
      {entry.note && <NoteBody note={entry.note} customerId={customerId} />}
      {entry.file && <DownloadLink file={entry.file} customerId={customerId} />}
      <small className={classes.when}>
        <time dateTime={entry.at} title={f.dateTime(entry.at)}>
          {f.dateTime(entry.at)}
        </time>
        {entry.by && ` · ${entry.by}`}
      </small>
    </li>
  );
}

function NoteBody({ note, customerId }: { note: Note; customerId: string }): ReactNode {
  const { t } = useTranslation('customers');
  const [editing, setEditing] = useState(false);
  const remove = useRemoveNote(note, customerId);
  if (editing) return <NoteEditor note={note} customerId={customerId} onDone={() => setEditing(false)} />;
  return (
    <div className={classes.note}>
      <p className={classes.body}>{note.body}</p>
      {note.mine && (
        <span className={classes.noteActs}>
          <ActionIcon size="sm" variant="subtle" aria-label={t('note.edit')} onClick={() => setEditing(true)}>
            <IconPencil size={15} stroke={1.6} />
          </ActionIcon>
          <ActionIcon size="sm" variant="subtle" aria-label={t('note.remove')} onClick={remove}>
            <IconTrash size={15} stroke={1.6} />
          </ActionIcon>
        </span>
      )}
    </div>
  );
}

/** Gone at once; the same words can be written again. */
function useRemoveNote(note: Note, customerId: string): () => void {
  const { t } = useTranslation('customers');
  const queries = useQueryClient();
  const refresh = () => queries.invalidateQueries({ queryKey: api.timeline.key() });
  const sayProblem = (error: unknown) => toastProblem(isApiError(error) ? error.message : t('form.notSaved'));
  const add = useMutation(api.notes.add.mutationOptions({ onSuccess: refresh, onError: sayProblem }));
  const remove = useMutation(
    api.notes.remove.mutationOptions({
      onSuccess: async () => {
        await refresh();
        toastWithUndo(t('note.removed'), () =>
          add.mutate({ id: customerId, body: note.body, mentions: note.mentions }),
        );
      },
      onError: sayProblem,
    }),
  );
  return () => remove.mutate({ id: customerId, noteId: note.id });
}
