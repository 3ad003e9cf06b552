import { ActionIcon, Button, FileButton } from '@mantine/core';
import { IconPaperclip } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { isApiError } from '../../../api/errors.ts';
import { api } from '../api.ts';
import classes from './card.module.css';
import { useColleagues } from './members.ts';
import { MentionArea, mentionedIn } from './mention-area.tsx';
import { useUpload } from './use-upload.ts';

/** A word about this customer, with colleagues named by @ and files beside it. */
export function NoteComposer({ customerId }: { customerId: string }): ReactNode {
  const { t } = useTranslation('customers');
  const members = useColleagues();
  const queries = useQueryClient();
  const [body, setBody] = useState('');
  const add = useMutation(
    api.notes.add.mutationOptions({
      onMutate: () => setBody(''),
      // What could not be kept comes back to be sent again.
      onError: (_error, { body: lost }) => setBody((written) => written || lost),
      onSettled: () => queries.invalidateQueries({ queryKey: api.timeline.key() }),
    }),
  );
  const { send, share, problem } = useUpload(customerId);
  const said = add.error && (isApiError(add.error) ? add.error.message : t('form.notSaved'));
  const write = () => {
    const text = body.trim();
    if (text) add.mutate({ id: customerId, body: text, mentions: mentionedIn(text, members) });
  };
  return (
    <form
      className={classes.composer}
      onSubmit={(event) => {
        event.preventDefault();
        write();
      }}
    >
      <MentionArea value={body} onChange={setBody} onSend={write} label={t('note.write')} />
      <div className={classes.composerEnd}>
        <FileButton onChange={(file) => file && void send(file)}>
          {(button) => (
            <ActionIcon {...button} variant="subtle" size={36} aria-label={t('note.attach')} title={t('note.attach')}>
              <IconPaperclip size={18} stroke={1.6} />
            </ActionIcon>
          )}
        </FileButton>
        {share !== undefined && <progress value={share} max={1} aria-label={t('note.uploading')} />}
        <Button type="submit" size="compact-md" disabled={body.trim() === ''} loading={add.isPending}>
          {t('note.save')}
        </Button>
      </div>
      {(said ?? problem) && (
        <p className={classes.problem} role="alert">
          {said ?? problem}
        </p>
      )}
    </form>
  );
}
