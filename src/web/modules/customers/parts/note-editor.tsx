import { Button } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { isApiError } from '../../../api/errors.ts';
import { api, type Note } from '../api.ts';
import classes from './card.module.css';
import { useColleagues } from './members.ts';
import { MentionArea, mentionedIn } from './mention-area.tsx';

interface NoteEditorProps {
  note: Note;
  customerId: string;
  onDone: () => void;
}

export function NoteEditor({ note, customerId, onDone }: NoteEditorProps): ReactNode {
  const { t } = useTranslation('customers');
  const { t: kit } = useTranslation('kit');
  const members = useColleagues();
  const queries = useQueryClient();
  const [body, setBody] = useState(note.body);
  const change = useMutation(
    api.notes.change.mutationOptions({
      onSuccess: async () => {
        await queries.invalidateQueries({ queryKey: api.timeline.key() });
        onDone();
      },
    }),
  );
  const save = () => {
    const text = body.trim();
    const mentions = mentionedIn(text, members);
    if (text) change.mutate({ id: customerId, noteId: note.id, body: text, mentions, version: note.version });
  };
  return (
    <form
      className={classes.composer}
      onSubmit={(event) => {
        event.preventDefault();
        save();
      }}
    >
      <MentionArea value={body} onChange={setBody} onSend={save} label={t('note.edit')} />
      {change.error && (
        <p className={classes.problem} role="alert">
          {isApiError(change.error) ? change.error.message : t('form.notSaved')}
        </p>
      )}
      <div className={classes.composerEnd}>
        <Button size="compact-md" variant="default" onClick={onDone}>
          {kit('cancel')}
        </Button>
        <Button size="compact-md" type="submit" loading={change.isPending} disabled={body.trim() === ''}>
          {t('form.save')}
        </Button>
      </div>
    </form>
  );
}
