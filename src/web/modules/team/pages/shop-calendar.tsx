import { ActionIcon, Button, Checkbox, Select, TextInput } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { isApiError } from '../../../api/errors.ts';
import { useMay } from '../../../api/session.ts';
import { ErrorState } from '../../../kit/error-state.tsx';
import { Form } from '../../../kit/form.tsx';
import { Lines, Waiting } from '../../../kit/skeletons.tsx';
import { Card } from '../../../kit/surface.tsx';
import { Tag } from '../../../kit/tag.tsx';
import { toast, toastProblem } from '../../../kit/toast.tsx';
import { useFormats } from '../../../kit/use-formats.ts';
import { api, type ShopCalendarView } from '../api.ts';
import classes from '../parts/settings.module.css';

const WEEKDAYS = ['1', '2', '3', '4', '5', '6', '7'] as const;
const USUAL = { from: '09:00', to: '18:00' };

/** When the shop works: reminders wait for it. */
export function ShopCalendarPage(): ReactNode {
  const { data, error, refetch } = useQuery(api.calendar.shop.read.queryOptions({ input: {} }));
  if (!data)
    return error ? (
      <ErrorState error={error} retry={() => void refetch()} />
    ) : (
      <Waiting>
        <Lines count={8} />
      </Waiting>
    );
  return (
    <>
      <Week key={data.version} calendar={data} />
      <OwnDays calendar={data} />
      <Ahead calendar={data} />
    </>
  );
}

function Week({ calendar }: { calendar: ShopCalendarView }): ReactNode {
  const { t } = useTranslation('team');
  const queries = useQueryClient();
  const mayEdit = useMay('settings.edit');
  const [hours, setHours] = useState(calendar.hours);
  const [holidays, setHolidays] = useState(calendar.holidays);
  const change = useMutation(
    api.calendar.shop.change.mutationOptions({
      onSuccess: () => toast(t('said.saved')),
      onSettled: () => queries.invalidateQueries({ queryKey: api.key() }),
    }),
  );
  return (
    <Card heading={t('settings.calendar.title')}>
      <Form
        submit={t('save')}
        busy={change.isPending}
        problem={isApiError(change.error) ? change.error.message : undefined}
        onSubmit={(event) => {
          event?.preventDefault();
          change.mutate({ hours, holidays, version: calendar.version });
        }}
      >
        <p className={classes.about}>{t('shop.about')}</p>
        <ul className={classes.week}>
          {WEEKDAYS.map((day) => {
            const own = hours[day];
            const put = (part: Partial<typeof USUAL>) => setHours({ ...hours, [day]: { ...(own ?? USUAL), ...part } });
            return (
              <li key={day}>
                <Checkbox
                  label={t(`weekdayLong.${day}`)}
                  checked={own !== undefined}
                  disabled={!mayEdit}
                  onChange={(event) => {
                    if (event.currentTarget.checked) return put({});
                    const { [day]: _closed, ...rest } = hours;
                    setHours(rest);
                  }}
                />
                {own ? (
                  <span className={classes.hours}>
                    <TextInput
                      type="time"
                      aria-label={t('shop.from', { day: t(`weekdayLong.${day}`) })}
                      value={own.from}
                      disabled={!mayEdit}
                      onChange={(event) => put({ from: event.currentTarget.value })}
                    />
                    –
                    <TextInput
                      type="time"
                      aria-label={t('shop.to', { day: t(`weekdayLong.${day}`) })}
                      value={own.to}
                      disabled={!mayEdit}
                      onChange={(event) => put({ to: event.currentTarget.value })}
                    />
                  </span>
                ) : (
                  <span className={classes.off}>{t('shop.off')}</span>
                )}
              </li>
            );
          })}
        </ul>
        <Select
          label={t('shop.holidays')}
          data={(['CN', 'TW', 'none'] as const).map((value) => ({ value, label: t(`shop.region.${value}`) }))}
          value={holidays}
          allowDeselect={false}
          disabled={!mayEdit}
          onChange={(value) => setHolidays((value ?? 'none') as typeof holidays)}
        />
      </Form>
    </Card>
  );
}

function OwnDays({ calendar }: { calendar: ShopCalendarView }): ReactNode {
  const { t } = useTranslation('team');
  const f = useFormats();
  const queries = useQueryClient();
  const mayEdit = useMay('settings.edit');
  const onSettled = () => queries.invalidateQueries({ queryKey: api.key() });
  const onError = (error: unknown) => toastProblem(isApiError(error) ? error.message : t('failed'));
  const set = useMutation(api.calendar.shop.setDay.mutationOptions({ onSettled, onError }));
  const clear = useMutation(api.calendar.shop.clearDay.mutationOptions({ onSettled, onError }));
  const [day, setDay] = useState('');
  const [label, setLabel] = useState('');
  const [works, setWorks] = useState('off');
  return (
    <Card heading={t('shop.own')}>
      <p className={classes.about}>{t('shop.ownAbout')}</p>
      <ul className={classes.days}>
        {calendar.days.map((one) => (
          <li key={one.day}>
            <span>
              {f.longDate(one.day)} {one.label}
            </span>
            <Tag tone={one.works ? 'teal' : 'plain'}>{t(one.works ? 'shop.works' : 'shop.off')}</Tag>
            {mayEdit && (
              <ActionIcon
                variant="subtle"
                color="gray"
                size={36}
                aria-label={t('shop.clear', { day: f.date(one.day) })}
                onClick={() => clear.mutate({ day: one.day })}
              >
                <IconX size={16} stroke={1.6} />
              </ActionIcon>
            )}
          </li>
        ))}
      </ul>
      {mayEdit && (
        <form
          className={classes.addDay}
          onSubmit={(event) => {
            event.preventDefault();
            set.mutate(
              { day, label: label.trim(), works: works === 'works' },
              {
                onSuccess() {
                  setDay('');
                  setLabel('');
                },
              },
            );
          }}
        >
          <TextInput
            type="date"
            label={t('field.day')}
            min={f.settings.today}
            value={day}
            onChange={(event) => setDay(event.currentTarget.value)}
          />
          <TextInput
            label={t('shop.why')}
            placeholder={t('shop.whyExample')}
            maxLength={100}
            value={label}
            onChange={(event) => setLabel(event.currentTarget.value)}
          />
          <Select
            label={t('shop.kind')}
            data={(['off', 'works'] as const).map((value) => ({ value, label: t(`shop.${value}`) }))}
            value={works}
            allowDeselect={false}
            onChange={(value) => setWorks(value ?? 'off')}
          />
          <Button type="submit" variant="default" disabled={day === '' || label.trim() === ''} loading={set.isPending}>
            {t('add')}
          </Button>
        </form>
      )}
    </Card>
  );
}

function Ahead({ calendar }: { calendar: ShopCalendarView }): ReactNode {
  const { t } = useTranslation('team');
  const f = useFormats();
  if (calendar.knownUntil === null) return null;
  return (
    <Card heading={t('shop.ahead')}>
      <ul className={classes.days}>
        {calendar.ahead.map((run) => (
          <li key={run.from}>
            <span>
              {f.date(run.from)}
              {run.to !== run.from && ` – ${f.date(run.to)}`} {run.name}
            </span>
            <Tag tone={run.off ? 'plain' : 'mind'}>{t(run.off ? 'shop.off' : 'shop.works')}</Tag>
          </li>
        ))}
      </ul>
      <p className={classes.about}>{t('shop.known', { year: calendar.knownUntil })}</p>
      <p className={classes.source}>{calendar.source}</p>
    </Card>
  );
}
