import { Button } from '@mantine/core';
import { IconPlus, IconSchool } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useMay } from '../../../api/session.ts';
import { EmptyState } from '../../../kit/empty-state.tsx';
import { ErrorState } from '../../../kit/error-state.tsx';
import { PageHead } from '../../../kit/page-head.tsx';
import { SideDrawer } from '../../../kit/side-drawer.tsx';
import { Lines, Waiting } from '../../../kit/skeletons.tsx';
import { api, type Course } from '../api.ts';
import { TeamTabs } from '../parts/team-tabs.tsx';
import { blankCourse, CourseForm } from '../parts/training/course-form.tsx';
import { StateTag } from '../parts/training/state-tag.tsx';
import classes from '../parts/training/training.module.css';

/** Standards of service and short courses; what is to be done comes first. */
export function TrainingPage(): ReactNode {
  const { t } = useTranslation('team');
  const manages = useMay('training.manage');
  const [writing, setWriting] = useState(false);
  const { data, error, refetch } = useQuery(api.training.list.queryOptions({ input: {} }));
  const add = manages && (
    <Button leftSection={<IconPlus size={16} />} onClick={() => setWriting(true)}>
      {t('training.new')}
    </Button>
  );
  return (
    <>
      <PageHead title={t('tab.training')} actions={data && data.items.length > 0 ? add : undefined} />
      <TeamTabs />
      {!data ? (
        error ? (
          <ErrorState error={error} retry={() => void refetch()} />
        ) : (
          <Waiting>
            <Lines count={6} />
          </Waiting>
        )
      ) : data.items.length === 0 ? (
        <EmptyState icon={IconSchool} step={add || undefined}>
          {t(manages ? 'training.empty' : 'training.emptyMine')}
        </EmptyState>
      ) : (
        <ul className={classes.list}>
          {data.items.map((course) => (
            <li key={course.id}>
              <CourseRow course={course} />
            </li>
          ))}
        </ul>
      )}
      <SideDrawer opened={writing} onClose={() => setWriting(false)} title={t('training.new')}>
        <NewCourse onDone={() => setWriting(false)} />
      </SideDrawer>
    </>
  );
}

function CourseRow({ course }: { course: Course }): ReactNode {
  const { t } = useTranslation('team');
  const facts = [
    course.questions > 0 ? t('training.questionCount', { count: course.questions }) : t('training.readOnly'),
    course.people && course.people.asked > 0 ? t('training.progress', course.people) : '',
    course.people && course.people.overdue > 0 ? t('training.late', { count: course.people.overdue }) : '',
  ];
  return (
    <Link to={`/team/training/${course.id}`} className={classes.row}>
      <span className={classes.names}>
        <b>{course.title}</b>
        <small>{facts.filter(Boolean).join(' · ')}</small>
      </span>
      <StateTag standing={course.mine} />
    </Link>
  );
}

function NewCourse({ onDone }: { onDone: () => void }): ReactNode {
  const queries = useQueryClient();
  const make = useMutation(
    api.training.create.mutationOptions({
      onSuccess: onDone,
      onSettled: () => queries.invalidateQueries({ queryKey: api.key() }),
    }),
  );
  return (
    <CourseForm
      start={blankCourse}
      existing={false}
      busy={make.isPending}
      error={make.error}
      onCancel={onDone}
      onSave={(given) => make.mutate(given)}
    />
  );
}
