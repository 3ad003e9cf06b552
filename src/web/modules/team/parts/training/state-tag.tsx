import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Tag, type TagTone } from '../../../../kit/tag.tsx';
import { useFormats } from '../../../../kit/use-formats.ts';
import type { Standing } from '../../api.ts';
import classes from './training.module.css';

const tones: Record<Standing['state'], TagTone> = { overdue: 'act', open: 'mind', done: 'well', none: 'plain' };

/** Where somebody stands with a course, and by when or since when. */
export function StateTag({ standing }: { standing: Standing }): ReactNode {
  const { t } = useTranslation('team');
  const f = useFormats();
  const { state, dueOn, doneAt } = standing;
  return (
    <>
      {doneAt !== null && (
        <span className={classes.faint}>{t('training.doneOn', { day: f.date(f.dayOf(doneAt)) })}</span>
      )}
      {doneAt === null && dueOn !== null && (
        <span className={classes.faint}>{t('training.dueOn', { day: f.date(dueOn) })}</span>
      )}
      <Tag tone={tones[state]}>{t(`training.state.${state}`)}</Tag>
    </>
  );
}
