import { Button } from '@mantine/core';
import { IconBuildingStore, IconLeaf, IconMoonStars } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { EmptyState } from '../../../kit/empty-state.tsx';
import { useFormats } from '../../../kit/use-formats.ts';
import { Panels } from '../../../shell/panels.tsx';
import type { Desk } from '../api.ts';
import classes from './today.module.css';

/** A shop that knows no customer yet: what comes of it, and how to begin. */
export function Start(): ReactNode {
  const { t } = useTranslation('today');
  return (
    <div className={classes.start}>
      <EmptyState icon={IconBuildingStore}>
        <strong className={classes.startTitle}>{t('start.title')}</strong>
        <br />
        {t('start.sentence')}
      </EmptyState>
      <div className={classes.offers}>
        <Panels place="start.offer" />
      </div>
    </div>
  );
}

/** The day ends: nothing waits, or enough has been done. */
export function NothingLeft({ desk, onBeyond }: { desk: Desk; onBeyond: () => void }): ReactNode {
  const { t } = useTranslation('today');
  const f = useFormats();
  if (desk.waiting.value > 0)
    return (
      <EmptyState
        icon={IconMoonStars}
        step={
          <Button variant="default" onClick={onBeyond}>
            {t('beyond')}
          </Button>
        }
      >
        {t('enough', { done: f.number(desk.done), count: desk.waiting.value, shown: f.count(desk.waiting) })}
      </EmptyState>
    );
  return <EmptyState icon={IconLeaf}>{t(desk.done > 0 ? 'allDone' : 'quiet')}</EmptyState>;
}
