import { ActionIcon, Button } from '@mantine/core';
import { IconChevronLeft, IconChevronRight } from '@tabler/icons-react';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { addMonths, weekday } from '../../../../../maths/calendar.ts';
import { ErrorState } from '../../../../kit/error-state.tsx';
import { FilterChips } from '../../../../kit/filter-chips.tsx';
import { Lines, Waiting } from '../../../../kit/skeletons.tsx';
import { useFormats } from '../../../../kit/use-formats.ts';
import { api, type MonthView } from '../../api.ts';
import type { ListSearch } from '../list-search.ts';
import { foundBy } from './found.tsx';
import classes from './month.module.css';

type Day = MonthView['days'][number];

/** Birthdays by both calendars, days that matter, last and expected purchases of the customers found. */
export function Month({ search }: { search: ListSearch }): ReactNode {
  const { t } = useTranslation('customers');
  const f = useFormats();
  const [month, setMonth] = useState(f.settings.today.slice(0, 7));
  const [hidden, setHidden] = useState<readonly string[]>(['lastOn']);
  const { data, error, refetch } = useQuery(
    api.views.month.queryOptions({ input: { ...foundBy(search), month }, placeholderData: keepPreviousData }),
  );
  const turn = (by: number) => setMonth(addMonths(`${month}-01`, by).slice(0, 7));
  const kinds = data?.kinds ?? [];
  return (
    <>
      <div className={classes.head}>
        <ActionIcon variant="default" size={36} aria-label={t('month.before')} onClick={() => turn(-1)}>
          <IconChevronLeft size={18} />
        </ActionIcon>
        <h2 aria-live="polite">{f.month(`${month}-01`)}</h2>
        <ActionIcon variant="default" size={36} aria-label={t('month.after')} onClick={() => turn(1)}>
          <IconChevronRight size={18} />
        </ActionIcon>
        <Button variant="subtle" size="compact-md" onClick={() => setMonth(f.settings.today.slice(0, 7))}>
          {t('month.now')}
        </Button>
        <FilterChips
          label={t('month.shows')}
          options={kinds.map(({ key, title }) => ({ value: key, label: t(title) }))}
          chosen={kinds.flatMap(({ key }) => (hidden.includes(key) ? [] : key))}
          onChange={(shown) => setHidden(kinds.flatMap(({ key }) => (shown.includes(key) ? [] : key)))}
        />
      </div>
      {!data ? (
        error ? (
          <ErrorState error={error} retry={() => void refetch()} />
        ) : (
          <Waiting>
            <Lines count={8} />
          </Waiting>
        )
      ) : (
        <Days view={data} hidden={hidden} />
      )}
    </>
  );
}

function Days({ view, hidden }: { view: MonthView; hidden: readonly string[] }): ReactNode {
  const { t, i18n } = useTranslation('customers');
  const f = useFormats();
  // A Monday begins the row.
  const name = new Intl.DateTimeFormat(i18n.language, { weekday: 'short', timeZone: 'UTC' });
  const titles = new Map(view.kinds.map(({ key, title }) => [key, t(title)]));
  return (
    <>
      <div className={classes.weekdays} aria-hidden="true">
        {[1, 2, 3, 4, 5, 6, 7].map((day) => (
          <span key={day}>{name.format(Date.UTC(2024, 0, day))}</span>
        ))}
      </div>
      <ol className={classes.month}>
        {view.days.map((day, n) => (
          <li
            key={day.day}
            style={n === 0 ? { gridColumnStart: weekday(day.day) } : undefined}
            data-today={day.day === f.settings.today || undefined}
            data-empty={day.entries.every(({ kind }) => hidden.includes(kind)) || undefined}
          >
            <time dateTime={day.day}>
              <span className={classes.number}>{Number(day.day.slice(8))}</span>
              <span className={classes.long}>{f.longDate(day.day)}</span>
            </time>
            <Entries day={day} hidden={hidden} titles={titles} />
          </li>
        ))}
      </ol>
    </>
  );
}

const FEW = 4;

function Entries({ day, hidden, titles }: { day: Day; hidden: readonly string[]; titles: Map<string, string> }) {
  const { t } = useTranslation('customers');
  const f = useFormats();
  const [all, setAll] = useState(false);
  const wanted = day.entries.filter(({ kind }) => !hidden.includes(kind));
  const shown = all ? wanted : wanted.slice(0, FEW);
  const counted = Object.entries(day.counts).reduce(
    (sum, [kind, count]) => sum + (hidden.includes(kind) ? 0 : count),
    0,
  );
  const rest = counted - shown.length;
  return (
    <>
      {shown.map(({ kind, id, name, lunar }) => (
        <Link
          key={`${kind} ${id}`}
          to="/customers/$id"
          params={{ id }}
          className={classes.entry}
          data-kind={kind}
          title={`${titles.get(kind) ?? ''}${lunar ? ` · ${t('month.lunar')}` : ''}`}
        >
          {name}
          <small>{lunar ? t('month.lunar') : titles.get(kind)}</small>
        </Link>
      ))}
      {rest > 0 &&
        (all ? (
          <span className={classes.rest}>{t('month.more', { count: rest, shown: f.number(rest) })}</span>
        ) : (
          <button type="button" className={classes.rest} onClick={() => setAll(true)}>
            {t('month.more', { count: rest, shown: f.number(rest) })}
          </button>
        ))}
    </>
  );
}
