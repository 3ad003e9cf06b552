import { Button } from '@mantine/core';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useMay } from '../../../api/session.ts';
import { SideDrawer } from '../../../kit/side-drawer.tsx';
import { Card } from '../../../kit/surface.tsx';
import { useFormats } from '../../../kit/use-formats.ts';
import type { OrderView } from '../api.ts';
import { NoteDrawerForm, PromiseForm } from './course-forms.tsx';
import classes from './running.module.css';

type Open = 'step' | 'promise' | 'checkIn';

/** What happened to an order since it was placed, and what may be noted next. */
export function CourseCard({ order }: { order: OrderView }): ReactNode {
  const { t } = useTranslation('orders');
  const [open, setOpen] = useState<Open>();
  const mayWork = useMay('orders.create') && order.state === 'placed';
  const close = () => setOpen(undefined);
  const acts = actsOf(order);
  return (
    <Card heading={t('course.title')}>
      <ol className={classes.course}>
        {eventsOf(order).map((event) => (
          <Entry key={event.key} event={event} />
        ))}
      </ol>
      {mayWork && (
        <div className={classes.acts}>
          {acts.map((act) => (
            <Button key={act} size="compact-sm" variant="light" onClick={() => setOpen(act)}>
              {t(`course.act.${act === 'promise' && order.promisedOn ? 'move' : act}`)}
            </Button>
          ))}
        </div>
      )}
      <SideDrawer opened={open !== undefined} onClose={close} title={t(`course.form.${open ?? 'step'}`)}>
        {open === 'promise' && <PromiseForm order={order} onDone={close} />}
        {(open === 'step' || open === 'checkIn') && <NoteDrawerForm order={order} verb={open} onDone={close} />}
      </SideDrawer>
    </Card>
  );
}

function actsOf({ phase, promisedOn, handedOverAt }: OrderView): Open[] {
  if (handedOverAt) return phase === 'after' ? ['checkIn', 'step'] : ['step'];
  if (promisedOn) return ['step', 'promise'];
  return phase === 'after' ? ['checkIn', 'step'] : ['step', 'promise'];
}

interface CourseEvent {
  key: string;
  at: string;
  words: string;
  values?: Record<string, string>;
  by?: string;
  note?: string | null;
  day?: string | null;
}

/** Steps and refunds in one, the newest last; the placing of the order begins it. */
function eventsOf({ placedAt, steps, refunds }: OrderView): CourseEvent[] {
  const later: CourseEvent[] = [
    ...steps.map(({ id, kind, at, by, note, promisedOn }) => {
      return { key: id, at, words: kind, by, note, day: promisedOn };
    }),
    ...refunds.flatMap(({ id, at, reason, takenBack }) => [
      { key: id, at, words: 'refunded', note: reason },
      ...(takenBack
        ? [{ key: `${id} back`, at: takenBack.at, words: 'refund_back', by: takenBack.by, note: takenBack.reason }]
        : []),
    ]),
  ];
  later.sort((a, b) => a.at.localeCompare(b.at));
  return [{ key: 'placed', at: placedAt, words: 'placed' }, ...later];
}

function Entry({ event: { at, words, by, note, day } }: { event: CourseEvent }): ReactNode {
  const { t } = useTranslation('orders');
  const f = useFormats();
  return (
    <li>
      <span>
        {t(`course.step.${words}`, { day: day ? f.date(day) : '' })}
        {note && <span className={classes.words}>{note}</span>}
        {by && <small className={classes.under}>{by}</small>}
      </span>
      <time dateTime={at} title={f.dateTime(at)}>
        {f.date(f.dayOf(at))}
      </time>
    </li>
  );
}
