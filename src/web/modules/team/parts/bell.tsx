import { ActionIcon, Indicator, Popover } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconBell } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import { lazy, Suspense, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useEvents } from '../../../api/events.ts';
import { Lines, Waiting } from '../../../kit/skeletons.tsx';
import { useFormats } from '../../../kit/use-formats.ts';
import classes from './bell.module.css';

const News = lazy(() => import('./news.tsx'));

interface Unread {
  value: number;
  exact: boolean;
}

const MOST_SHOWN = 99;

/** How much one has not read, live; opens what one was told. Default export: the frame loads it lazily. */
export default function Bell(): ReactNode {
  const { t } = useTranslation('team');
  const f = useFormats();
  const queries = useQueryClient();
  const [opened, { toggle, close }] = useDisclosure();
  const [{ value }, setUnread] = useState<Unread>({ value: 0, exact: true });
  useEvents('/team/notifications/events', (news) => {
    setUnread(news as Unread);
    void queries.invalidateQueries({ queryKey: [['team', 'reminders']] });
  });
  return (
    <Popover opened={opened} onChange={close} position="bottom-end" width={360} trapFocus returnFocus>
      <Indicator
        disabled={value === 0}
        label={value > MOST_SHOWN ? `${MOST_SHOWN}+` : f.number(value)}
        size={17}
        offset={7}
        color="seal"
        className={classes.bell}
      >
        <Popover.Target>
          <ActionIcon
            variant="subtle"
            color="gray"
            size={38}
            aria-haspopup="dialog"
            aria-label={value > 0 ? t('bell.unread', { count: value }) : t('bell.name')}
            onClick={toggle}
          >
            <IconBell size={20} stroke={1.6} />
          </ActionIcon>
        </Popover.Target>
      </Indicator>
      <Popover.Dropdown p={0} className={classes.sheet} aria-label={t('bell.name')}>
        <Suspense
          fallback={
            <Waiting>
              <Lines count={4} />
            </Waiting>
          }
        >
          <News onGo={close} />
        </Suspense>
      </Popover.Dropdown>
    </Popover>
  );
}
