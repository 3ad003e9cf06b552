import { Button, Menu } from '@mantine/core';
import { IconCalendar, IconChecklist, IconChevronDown, IconNotes } from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useMay } from '../../../api/session.ts';
import { useFormats } from '../../../kit/use-formats.ts';
import type { Way } from '../api.ts';
import classes from './care-card.module.css';
import { laterDays, soonDay } from './later-days.ts';
import type { Answer } from './use-answers.ts';

export const ways: readonly Way[] = ['called', 'messaged', 'visited', 'bought'];
const whys = ['came', 'gone', 'mistaken'] as const;

interface AnswerButtonsProps {
  customerId: string;
  name: string;
  way: Way | undefined;
  /** Beside a button that calls, the answer is not the main thing yet. */
  calls: boolean;
  onAnswer: (answer: Answer) => void;
  onNote: () => void;
  onDay: () => void;
}

/** What became of it: one tap each; the arrows say it more exactly. */
export function AnswerButtons({
  customerId,
  name,
  way,
  calls,
  onAnswer,
  onNote,
  onDay,
}: AnswerButtonsProps): ReactNode {
  const { t } = useTranslation('today');
  const main = way !== undefined || !calls;
  return (
    <>
      <Button.Group className={classes.split}>
        <Button variant={main ? 'filled' : 'default'} onClick={() => onAnswer({ outcome: 'done', way })}>
          {t(way ? `way.${way}` : 'done')}
        </Button>
        <More label={t('doneMore', { name })} filled={main}>
          {ways.map((one) => (
            <Menu.Item key={one} onClick={() => onAnswer({ outcome: 'done', way: one })}>
              {t(`way.${one}`)}
            </Menu.Item>
          ))}
          <Menu.Divider />
          <Menu.Item leftSection={<IconNotes size={16} stroke={1.6} />} onClick={onNote}>
            {t('withNote')}
          </Menu.Item>
        </More>
      </Button.Group>
      <Later customerId={customerId} name={name} onAnswer={onAnswer} onDay={onDay} />
      <Menu position="bottom-end" width={220}>
        <Menu.Target>
          <Button variant="subtle" color="gray" className={classes.quiet}>
            {t('wrong')}
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Label>{t('wrongWhy')}</Menu.Label>
          {whys.map((why) => (
            <Menu.Item key={why} onClick={() => onAnswer({ outcome: 'wrong', note: t(`why.${why}`) })}>
              {t(`why.${why}`)}
            </Menu.Item>
          ))}
          <Menu.Item onClick={() => onAnswer({ outcome: 'wrong' })}>{t('why.other')}</Menu.Item>
        </Menu.Dropdown>
      </Menu>
    </>
  );
}

function Later({
  customerId,
  name,
  onAnswer,
  onDay,
}: Pick<AnswerButtonsProps, 'customerId' | 'name' | 'onAnswer' | 'onDay'>): ReactNode {
  const { t } = useTranslation('today');
  const navigate = useNavigate();
  const mayTask = useMay('tasks.edit');
  const f = useFormats();
  const { today } = f.settings;
  return (
    <Button.Group className={classes.split}>
      <Button variant="default" onClick={() => onAnswer({ outcome: 'later', until: soonDay(today) })}>
        {t('later.button')}
      </Button>
      <More label={t('laterMore', { name })}>
        {laterDays(today).map(([key, day]) => (
          <Menu.Item
            key={key}
            rightSection={<small>{f.date(day)}</small>}
            onClick={() => onAnswer({ outcome: 'later', until: day })}
          >
            {t(`later.${key}`)}
          </Menu.Item>
        ))}
        <Menu.Divider />
        <Menu.Item leftSection={<IconCalendar size={16} stroke={1.6} />} onClick={onDay}>
          {t('later.which')}
        </Menu.Item>
        {mayTask && (
          <Menu.Item
            leftSection={<IconChecklist size={16} stroke={1.6} />}
            onClick={() => void navigate({ to: '/team/tasks', search: { new: true, customer: customerId } as never })}
          >
            {t('makeTask')}
          </Menu.Item>
        )}
      </More>
    </Button.Group>
  );
}

interface MoreProps {
  label: string;
  filled?: boolean;
  children: ReactNode;
}

function More({ label, filled, children }: MoreProps): ReactNode {
  return (
    <Menu position="bottom-end" width={220}>
      <Menu.Target>
        <Button variant={filled ? 'filled' : 'default'} className={classes.arrow} aria-label={label}>
          <IconChevronDown size={16} />
        </Button>
      </Menu.Target>
      <Menu.Dropdown>{children}</Menu.Dropdown>
    </Menu>
  );
}
