import { ActionIcon, Button } from '@mantine/core';
import { IconTrash } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useMay } from '../../../../api/session.ts';
import { ConfirmDialog } from '../../../../kit/confirm-dialog.tsx';
import { ErrorState } from '../../../../kit/error-state.tsx';
import { Card } from '../../../../kit/surface.tsx';
import { toast } from '../../../../kit/toast.tsx';
import { useFormats } from '../../../../kit/use-formats.ts';
import { api, type SegmentView, type SnapshotView } from '../../api.ts';
import classes from './builder.module.css';
import { Shares } from './shares.tsx';

/** Who was in the segment on a day, beside who is now. */
export function SnapshotsCard({ segment }: { segment: SegmentView }): ReactNode {
  const { t } = useTranslation('segments');
  const mayEdit = useMay('classes.edit');
  const queries = useQueryClient();
  const [opened, setOpened] = useState<string>();
  const [leaving, setLeaving] = useState<SnapshotView>();
  const renew = () => queries.invalidateQueries({ queryKey: api.segments.snapshots.key() });
  const { data, error } = useQuery(api.segments.snapshots.list.queryOptions({ input: { id: segment.id } }));
  const take = useMutation(
    api.segments.snapshots.take.mutationOptions({
      onSuccess: async () => {
        toast(t('conditions.snapshots.taken'));
        await renew();
      },
    }),
  );
  const remove = useMutation(api.segments.snapshots.remove.mutationOptions({ onSuccess: renew }));
  return (
    <Card heading={t('conditions.snapshots.title')}>
      {error && <ErrorState error={error} small />}
      {take.error && <ErrorState error={take.error} small />}
      {data && data.items.length === 0 && <p className={classes.about}>{t('conditions.snapshots.about')}</p>}
      {data && data.items.length > 0 && (
        <ul className={classes.snapshots}>
          {data.items.map((snapshot) => (
            <Row
              key={snapshot.id}
              segment={segment}
              snapshot={snapshot}
              opened={opened === snapshot.id}
              onOpen={() => setOpened(opened === snapshot.id ? undefined : snapshot.id)}
              onRemove={mayEdit ? () => setLeaving(snapshot) : undefined}
            />
          ))}
        </ul>
      )}
      {mayEdit && (
        <Button variant="default" size="xs" loading={take.isPending} onClick={() => take.mutate({ id: segment.id })}>
          {t('conditions.snapshots.take')}
        </Button>
      )}
      <ConfirmDialog
        opened={leaving !== undefined}
        onClose={() => setLeaving(undefined)}
        title={t('conditions.snapshots.remove')}
        confirm={t('conditions.snapshots.remove')}
        grave
        onConfirm={async () => {
          if (leaving) await remove.mutateAsync({ id: segment.id, snapshotId: leaving.id });
        }}
      >
        {t('conditions.snapshots.removeAbout')}
      </ConfirmDialog>
    </Card>
  );
}

interface RowProps {
  segment: SegmentView;
  snapshot: SnapshotView;
  opened: boolean;
  onOpen: () => void;
  onRemove: (() => void) | undefined;
}

function Row({ segment, snapshot, opened, onOpen, onRemove }: RowProps): ReactNode {
  const { t } = useTranslation('segments');
  const f = useFormats();
  const { data } = useQuery(
    api.segments.snapshots.compare.queryOptions({
      input: { id: segment.id, snapshotId: snapshot.id },
      enabled: opened,
    }),
  );
  const day = f.date(snapshot.day);
  return (
    <li>
      <div className={classes.snapshotHead}>
        <Button variant="subtle" size="compact-sm" aria-expanded={opened} onClick={onOpen}>
          {day} · {t('conditions.people', { number: f.number(snapshot.customers) })}
        </Button>
        {onRemove && (
          <ActionIcon
            className={classes.remove}
            variant="subtle"
            color="gray"
            aria-label={`${t('conditions.snapshots.remove')} ${day}`}
            onClick={onRemove}
          >
            <IconTrash size={16} stroke={1.6} />
          </ActionIcon>
        )}
      </div>
      {opened && snapshot.otherConditions && <p className={classes.about}>{t('conditions.snapshots.other')}</p>}
      {opened && data && (
        <>
          <Shares
            shares={[
              [t('conditions.snapshots.stayed'), data.stayed],
              [t('conditions.snapshots.left'), data.left],
              [t('conditions.snapshots.entered'), data.entered],
            ]}
          />
          {data.gone > 0 && <p className={classes.about}>{t('conditions.snapshots.gone', { count: data.gone })}</p>}
        </>
      )}
    </li>
  );
}
