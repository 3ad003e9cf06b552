import { Button } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Card } from '../../../../kit/surface.tsx';
import { useFormats } from '../../../../kit/use-formats.ts';
import type { OpenedCase } from '../../api.ts';
import classes from './cases.module.css';
import { useCase } from './use-case.ts';

/** What a false alarm taught, with the way back. */
export function LessonCard({ one }: { one: OpenedCase }): ReactNode {
  const { t } = useTranslation('retention');
  const f = useFormats();
  const { forget } = useCase();
  const { lesson } = one;
  if (!lesson) return null;
  const values = { days: lesson.alertDays ?? 0, day: lesson.silentUntil ? f.date(lesson.silentUntil) : '' };
  return (
    <Card heading={t('cases.lessonTitle')}>
      <p className={classes.text}>{t(`cases.lesson.${lesson.reason}`, values)}</p>
      <p className={classes.quiet}>{t('cases.lessonBy', { by: lesson.by, day: f.date(f.dayOf(lesson.at)) })}</p>
      {one.mayEdit && (
        <Button
          mt="xs"
          size="compact-sm"
          variant="light"
          loading={forget.isPending}
          onClick={() => forget.mutate({ customerId: one.customer.id })}
        >
          {t('cases.forget')}
        </Button>
      )}
    </Card>
  );
}
