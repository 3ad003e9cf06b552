import { Button } from '@mantine/core';
import { IconPencil, IconTrash, IconUsers } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate, useParams, useSearch } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { isApiError } from '../../../api/errors.ts';
import { useMay } from '../../../api/session.ts';
import { ErrorState } from '../../../kit/error-state.tsx';
import { PageHead } from '../../../kit/page-head.tsx';
import { Lines, Waiting } from '../../../kit/skeletons.tsx';
import { Card, Columns } from '../../../kit/surface.tsx';
import { toastProblem, toastWithUndo } from '../../../kit/toast.tsx';
import { useFormats } from '../../../kit/use-formats.ts';
import { api, type SegmentView } from '../api.ts';
import classes from '../parts/conditions/builder.module.css';
import { draftOf, newGroup, type Tree } from '../parts/conditions/draft.ts';
import { OverlapCard } from '../parts/conditions/overlap-card.tsx';
import { SegmentForm } from '../parts/conditions/segment-form.tsx';
import { SegmentMembers } from '../parts/conditions/segment-members.tsx';
import { SnapshotsCard } from '../parts/conditions/snapshots-card.tsx';

/** One segment: what it asks for, who is in it, what it shares with others, and how it was. */
export function SegmentPage(): ReactNode {
  const { id = '' } = useParams({ strict: false });
  const { edit } = useSearch({ strict: false }) as { edit?: boolean };
  const { data, error, refetch } = useQuery(api.segments.read.queryOptions({ input: { id } }));
  if (error) return <ErrorState error={error} retry={() => void refetch()} />;
  if (!data)
    return (
      <Card>
        <Waiting>
          <Lines count={6} />
        </Waiting>
      </Card>
    );
  return edit ? <Editing segment={data} /> : <Shown segment={data} />;
}

function Editing({ segment }: { segment: SegmentView }): ReactNode {
  const navigate = useNavigate();
  return (
    <>
      <PageHead title={segment.name} />
      <SegmentForm
        segment={segment}
        begin={segment.condition ? draftOf(segment.condition as Tree) : newGroup()}
        onCancel={() => void navigate({ to: '/segments/$id', params: { id: segment.id }, search: {} })}
      />
    </>
  );
}

function Shown({ segment }: { segment: SegmentView }): ReactNode {
  const { t } = useTranslation('segments');
  const f = useFormats();
  const { count, broken, note, sentence, entered, left } = segment;
  return (
    <>
      <PageHead title={segment.name} actions={<Actions segment={segment} />} />
      <Columns
        right={
          !broken && (
            <>
              <OverlapCard segment={segment} />
              <SnapshotsCard segment={segment} />
            </>
          )
        }
      >
        <Card>
          {broken ? (
            <p className={classes.problem}>{t('conditions.brokenAbout')}</p>
          ) : (
            <>
              <p className={classes.count}>
                <strong>{count && f.count(count)}</strong> {t('conditions.preview.customers')}
              </p>
              <p className={classes.sentence}>{sentence}</p>
              <p className={classes.hint}>
                {t('conditions.movedAbout', { entered: f.number(entered), left: f.number(left) })}
                {segment.moves && ` ${t('conditions.movesAbout')}`}
              </p>
            </>
          )}
          {note && <p className={classes.hint}>{note}</p>}
        </Card>
        {!broken && <SegmentMembers segment={segment} />}
      </Columns>
    </>
  );
}

function Actions({ segment }: { segment: SegmentView }): ReactNode {
  const { t } = useTranslation('segments');
  const mayEdit = useMay('classes.edit');
  const { id, broken } = segment;
  const remove = useRemove(segment);
  return (
    <>
      {mayEdit && (
        <Button
          variant="subtle"
          leftSection={<IconTrash size={16} stroke={1.7} />}
          loading={remove.isPending}
          onClick={() => remove.mutate({ id })}
        >
          {t('conditions.remove')}
        </Button>
      )}
      {mayEdit && (
        <Button
          variant="default"
          leftSection={<IconPencil size={16} stroke={1.7} />}
          component={Link}
          to={`/segments/${id}`}
          search={{ edit: true } as never}
        >
          {t('conditions.edit')}
        </Button>
      )}
      {!broken && (
        <Button
          leftSection={<IconUsers size={16} stroke={1.7} />}
          component={Link}
          to="/customers"
          search={{ filter: { segment: [id] } } as never}
        >
          {t('conditions.openList')}
        </Button>
      )}
    </>
  );
}

function useRemove({ name }: SegmentView) {
  const { t } = useTranslation('segments');
  const navigate = useNavigate();
  const queries = useQueryClient();
  const renew = () => queries.invalidateQueries({ queryKey: api.segments.key() });
  const restore = useMutation(api.segments.restore.mutationOptions({ onSuccess: renew }));
  return useMutation(
    api.segments.remove.mutationOptions({
      onSuccess: async (_answer, { id }) => {
        toastWithUndo(t('conditions.removed', { name }), () => restore.mutate({ id }));
        await navigate({ to: '/segments' });
        await renew();
      },
      onError: (error) => toastProblem(isApiError(error) ? error.message : t('conditions.preview.failed')),
    }),
  );
}
