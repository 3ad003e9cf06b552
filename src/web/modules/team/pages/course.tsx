import { Button } from '@mantine/core';
import { IconArrowLeft, IconCircleCheck } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate, useParams } from '@tanstack/react-router';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { isApiError } from '../../../api/errors.ts';
import { useMay } from '../../../api/session.ts';
import { ErrorState } from '../../../kit/error-state.tsx';
import { PageHead } from '../../../kit/page-head.tsx';
import { PersonAvatar } from '../../../kit/person-avatar.tsx';
import { SideDrawer } from '../../../kit/side-drawer.tsx';
import { CardSkeleton, Waiting } from '../../../kit/skeletons.tsx';
import { Card } from '../../../kit/surface.tsx';
import { toastProblem, toastWithUndo } from '../../../kit/toast.tsx';
import { useFormats } from '../../../kit/use-formats.ts';
import { api, type CourseGiven, type OpenedCourse } from '../api.ts';
import { CourseForm } from '../parts/training/course-form.tsx';
import { CourseTest } from '../parts/training/course-test.tsx';
import { StateTag } from '../parts/training/state-tag.tsx';
import classes from '../parts/training/training.module.css';

/** A course to read and, where it has questions, to pass. */
export function CoursePage(): ReactNode {
  const { t } = useTranslation('team');
  const { id } = useParams({ strict: false }) as { id: string };
  const { data, error, refetch } = useQuery(api.training.read.queryOptions({ input: { id } }));
  const back = (
    <Button
      component={Link}
      to="/team/training"
      variant="subtle"
      size="compact-sm"
      mb={10}
      leftSection={<IconArrowLeft size={15} />}
    >
      {t('training.back')}
    </Button>
  );
  if (!data)
    return (
      <>
        <PageHead title={t('tab.training')} />
        {back}
        {error ? (
          <ErrorState error={error} retry={() => void refetch()} />
        ) : (
          <Waiting>
            <CardSkeleton lines={8} />
          </Waiting>
        )}
      </>
    );
  return (
    <>
      <PageHead
        title={data.title}
        note={data.edition > 1 ? t('training.edition', { n: data.edition }) : undefined}
        actions={<Acts course={data} />}
      />
      {back}
      <Card>
        <div className={classes.body}>
          {data.body.split(/\n\s*\n/).map((paragraph) => (
            <p key={paragraph}>{paragraph}</p>
          ))}
        </div>
      </Card>
      {data.test.length > 0 && data.mine.state !== 'done' && <CourseTest key={data.edition} course={data} />}
      <Confirmation course={data} />
      {data.receipts && <Receipts receipts={data.receipts} />}
    </>
  );
}

function Confirmation({ course }: { course: OpenedCourse }): ReactNode {
  const { t } = useTranslation('team');
  const f = useFormats();
  const queries = useQueryClient();
  const confirm = useMutation(
    api.training.confirm.mutationOptions({
      onSettled: () => queries.invalidateQueries({ queryKey: api.key() }),
      onError: (error) => toastProblem(isApiError(error) ? error.message : t('failed')),
    }),
  );
  const { doneAt } = course.mine;
  if (doneAt !== null) {
    return (
      <Card>
        <p className={classes.done} role="status">
          <IconCircleCheck size={20} stroke={1.6} aria-hidden />
          {t(course.test.length > 0 ? 'training.passed' : 'training.confirmed', { day: f.date(f.dayOf(doneAt)) })}
        </p>
      </Card>
    );
  }
  if (course.test.length > 0) return null;
  return (
    <Button
      mb={14}
      loading={confirm.isPending}
      onClick={() => confirm.mutate({ id: course.id, edition: course.edition })}
    >
      {t('training.confirm')}
    </Button>
  );
}

function Receipts({ receipts }: { receipts: NonNullable<OpenedCourse['receipts']> }): ReactNode {
  const { t } = useTranslation('team');
  return (
    <Card heading={t('training.receipts')}>
      {receipts.length === 0 && <p className={classes.faint}>{t('training.nobody')}</p>}
      <ul className={classes.people}>
        {receipts.map(({ memberId, name, tries, ...standing }) => (
          <li key={memberId}>
            <PersonAvatar name={name} size={28} />
            <span>{name}</span>
            {tries > 0 && <span className={classes.faint}>{t('training.tries', { count: tries })}</span>}
            <StateTag standing={standing} />
          </li>
        ))}
      </ul>
    </Card>
  );
}

function Acts({ course }: { course: OpenedCourse }): ReactNode {
  const { t } = useTranslation('team');
  const queries = useQueryClient();
  const navigate = useNavigate();
  const manages = useMay('training.manage');
  const [editing, setEditing] = useState(false);
  const onSettled = () => queries.invalidateQueries({ queryKey: api.key() });
  const onError = (error: unknown) => toastProblem(isApiError(error) ? error.message : t('failed'));
  const change = useMutation(api.training.change.mutationOptions({ onSettled, onSuccess: () => setEditing(false) }));
  const retire = useMutation(api.training.retire.mutationOptions({ onSettled, onError }));
  const restore = useMutation(api.training.restore.mutationOptions({ onSettled, onError }));
  if (!manages) return null;
  return (
    <>
      <Button
        variant="default"
        loading={retire.isPending}
        onClick={() =>
          retire.mutate(
            { id: course.id },
            {
              onSuccess() {
                void navigate({ to: '/team/training' });
                toastWithUndo(t('training.retired', { title: course.title }), () => restore.mutate({ id: course.id }));
              },
            },
          )
        }
      >
        {t('training.retire')}
      </Button>
      <Button onClick={() => setEditing(true)}>{t('training.edit')}</Button>
      <SideDrawer opened={editing} onClose={() => setEditing(false)} title={t('training.edit')}>
        <CourseForm
          start={givenOf(course)}
          existing
          busy={change.isPending}
          error={change.error}
          onCancel={() => setEditing(false)}
          onSave={(given, newEdition) =>
            change.mutate({ id: course.id, version: course.version, newEdition, ...given })
          }
        />
      </SideDrawer>
    </>
  );
}

function givenOf(course: OpenedCourse): CourseGiven {
  const { title, body, passAt, dueDays, forEverybody } = course;
  const questions = course.test.map(({ id, text, choices }) => ({ id, text, choices, right: course.key?.[id] ?? [] }));
  return { title, body, questions, passAt, dueDays, forEverybody, memberIds: course.memberIds ?? [] };
}
