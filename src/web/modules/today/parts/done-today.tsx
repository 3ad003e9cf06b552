import { Button, Collapse, UnstyledButton } from '@mantine/core';
import { IconChevronRight } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useDisclosure } from '@mantine/hooks';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useKeysetList, keyset } from '../../../api/lists.ts';
import { ErrorState } from '../../../kit/error-state.tsx';
import { Lines, Waiting } from '../../../kit/skeletons.tsx';
import { useFormats } from '../../../kit/use-formats.ts';
import { api, type DoneItem } from '../api.ts';
import classes from './today.module.css';
import { useAnswers } from './use-answers.ts';

/** What was done today, and the way back. */
export function DoneToday(): ReactNode {
  const { t } = useTranslation('today');
  const f = useFormats();
  const [opened, { toggle }] = useDisclosure();
  const list = useKeysetList(api.done.infiniteOptions({ input: (cursor) => ({ cursor }), ...keyset }));
  if (list.rows?.length === 0 && !opened) return null;
  return (
    <section className={classes.done} aria-label={t('doneToday')}>
      <UnstyledButton className={classes.doneHead} onClick={toggle} aria-expanded={opened}>
        <IconChevronRight size={16} data-opened={opened || undefined} />
        {t('doneToday')}
        {list.count && <small>{f.count(list.count)}</small>}
      </UnstyledButton>
      <Collapse expanded={opened}>
        {list.rows === undefined ? (
          list.error ? (
            <ErrorState error={list.error} retry={list.retry} small />
          ) : (
            <Waiting>
              <Lines count={3} />
            </Waiting>
          )
        ) : (
          <ul className={classes.doneList}>
            {list.rows.map((item) => (
              <Item key={item.id} item={item} />
            ))}
          </ul>
        )}
        {list.more && (
          <Button variant="subtle" loading={list.loadingMore} onClick={list.more}>
            {t('doneMoreRows')}
          </Button>
        )}
      </Collapse>
    </section>
  );
}

function Item({ item }: { item: DoneItem }): ReactNode {
  const { t } = useTranslation('today');
  const { t: kit } = useTranslation('kit');
  const f = useFormats();
  const { takeBack } = useAnswers();
  const said =
    item.outcome === 'later'
      ? t('timeline.later', { until: f.date(item.until ?? '') })
      : item.outcome === 'wrong'
        ? t('timeline.wrong')
        : t(`timeline.done.${item.way ?? 'plain'}`);
  return (
    <li>
      <div>
        <Link to={`/customers/${item.customer.id}`}>{item.customer.name}</Link> {said}
        {item.note && <q className={classes.noteText}>{item.note}</q>}
        <small className={classes.doneBy}>
          {f.dateTime(item.at)} · {item.by} · {item.reasons.join(' · ')}
        </small>
      </div>
      <Button variant="subtle" color="gray" size="compact-sm" onClick={() => void takeBack(item.id)}>
        {kit('undo')}
      </Button>
    </li>
  );
}
