import { ActionIcon, Button, FileButton } from '@mantine/core';
import { IconFile, IconFiles, IconTrash, IconUpload } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { apiUrl } from '../../../api/http.ts';
import { ConfirmDialog } from '../../../kit/confirm-dialog.tsx';
import { EmptyState } from '../../../kit/empty-state.tsx';
import { ErrorState } from '../../../kit/error-state.tsx';
import { CardSkeleton, Waiting } from '../../../kit/skeletons.tsx';
import { Card } from '../../../kit/surface.tsx';
import { useFormats } from '../../../kit/use-formats.ts';
import { api, type CustomerFile } from '../api.ts';
import classes from './card.module.css';
import { useUpload } from './use-upload.ts';

/** Papers and pictures that belong to this customer. */
export function FilesList({ customerId, mayWrite }: { customerId: string; mayWrite: boolean }): ReactNode {
  const { t } = useTranslation('customers');
  const { data, error, refetch } = useQuery(api.files.list.queryOptions({ input: { id: customerId } }));
  if (error && !data) return <ErrorState error={error} retry={() => void refetch()} small />;
  if (!data)
    return (
      <Waiting>
        <CardSkeleton lines={3} />
      </Waiting>
    );
  const add = mayWrite && <AddFile customerId={customerId} />;
  return (
    <Card>
      {data.items.length === 0 ? (
        <EmptyState icon={IconFiles} small step={add}>
          {t('files.none')}
        </EmptyState>
      ) : (
        <>
          <ul className={classes.files}>
            {data.items.map((file) => (
              <li key={file.id}>
                <DownloadLink file={file} customerId={customerId} />
                {mayWrite && <RemoveFile file={file} customerId={customerId} />}
              </li>
            ))}
          </ul>
          {add}
        </>
      )}
    </Card>
  );
}

export function DownloadLink({ file, customerId }: { file: CustomerFile; customerId: string }): ReactNode {
  const f = useFormats();
  return (
    <a className={classes.file} href={apiUrl(`/customers/${customerId}/files/${file.id}`)} download={file.name}>
      <Sign file={file} customerId={customerId} />
      <span>{file.name}</span>
      <small>
        {f.bytes(file.bytes)} · {file.by}
      </small>
    </a>
  );
}

/** Pictures show themselves; they were drawn anew when they came, so there is nothing in them but what is seen. */
function Sign({ file, customerId }: { file: CustomerFile; customerId: string }): ReactNode {
  if (!file.mediaType.startsWith('image/')) return <IconFile size={17} stroke={1.6} aria-hidden="true" />;
  const src = apiUrl(`/customers/${customerId}/files/${file.id}`);
  return <img className={classes.thumb} src={src} alt="" width={44} height={44} loading="lazy" decoding="async" />;
}

function AddFile({ customerId }: { customerId: string }): ReactNode {
  const { t } = useTranslation('customers');
  const { send, share, problem } = useUpload(customerId);
  return (
    <>
      <FileButton onChange={(file) => file && void send(file)}>
        {(button) => (
          <Button
            {...button}
            variant="default"
            loading={share !== undefined}
            leftSection={<IconUpload size={16} stroke={1.7} />}
          >
            {t('files.add')}
          </Button>
        )}
      </FileButton>
      {problem && (
        <p className={classes.problem} role="alert">
          {problem}
        </p>
      )}
    </>
  );
}

function RemoveFile({ file, customerId }: { file: CustomerFile; customerId: string }): ReactNode {
  const { t } = useTranslation('customers');
  const queries = useQueryClient();
  const [asking, setAsking] = useState(false);
  const remove = useMutation(
    api.files.remove.mutationOptions({
      onSuccess: async () => {
        await queries.invalidateQueries({ queryKey: api.files.key() });
        await queries.invalidateQueries({ queryKey: api.timeline.key() });
      },
    }),
  );
  return (
    <>
      <ActionIcon variant="subtle" aria-label={t('files.remove', { name: file.name })} onClick={() => setAsking(true)}>
        <IconTrash size={16} stroke={1.6} />
      </ActionIcon>
      <ConfirmDialog
        opened={asking}
        onClose={() => setAsking(false)}
        title={t('files.removeTitle')}
        confirm={t('files.removeConfirm')}
        grave
        onConfirm={() => remove.mutateAsync({ id: customerId, fileId: file.id })}
      >
        {t('files.removeWarning', { name: file.name })}
      </ConfirmDialog>
    </>
  );
}
