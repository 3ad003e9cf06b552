import { Button, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { IconArrowLeft } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { isApiError } from '../../../api/errors.ts';
import { ErrorState } from '../../../kit/error-state.tsx';
import { PageHead } from '../../../kit/page-head.tsx';
import { ScanButton } from '../../../kit/scan-button.tsx';
import { Card } from '../../../kit/surface.tsx';
import { useFormats } from '../../../kit/use-formats.ts';
import classes from '../parts/care.module.css';
import { api, type Guest } from './api.ts';

type Answer = { text: string; tone: 'well' | 'mind' | 'act' };

/** For a phone at the door: scan, or three letters of the name; a second time is told. */
export function DoorPage(): ReactNode {
  const { t } = useTranslation('care');
  const f = useFormats();
  const queries = useQueryClient();
  const { id } = useParams({ strict: false }) as { id: string };
  const [typed, setTyped] = useState('');
  const [asked] = useDebouncedValue(typed.trim(), 150);
  const [answer, setAnswer] = useState<Answer | null>(null);
  const event = useQuery(api.events.read.queryOptions({ input: { id } }));
  const guests = useQuery(
    api.events.guests.queryOptions({
      input: { id, state: 'registered', limit: 100, ...(asked === '' ? {} : { q: asked.slice(0, 80) }) },
      placeholderData: (before) => before,
    }),
  );
  const nameOf = (guest: Guest) => guest.customer?.name ?? t('event.doorPage.somebody');
  const settled = { onSettled: () => queries.invalidateQueries({ queryKey: api.key() }) };
  const problem = (error: unknown) => setAnswer({ text: isApiError(error) ? error.message : t('failed'), tone: 'act' });
  const arrive = useMutation(
    api.events.checkIn.mutationOptions({
      ...settled,
      onError: problem,
      onSuccess: ({ guest, again, cameAt }) => {
        setTyped('');
        const values = { name: nameOf(guest), time: f.time(cameAt) };
        setAnswer({ text: t(`event.doorPage.${again ? 'again' : 'in'}`, values), tone: again ? 'mind' : 'well' });
      },
    }),
  );
  const takeBack = useMutation(
    api.events.takeBack.mutationOptions({ ...settled, onError: problem, onSuccess: () => setAnswer(null) }),
  );
  const byCode = (code: string) => arrive.mutate({ id, code });
  if (event.error) return <ErrorState error={event.error} retry={() => void event.refetch()} />;
  const counts = event.data?.counts;
  return (
    <>
      <PageHead
        title={t('event.doorPage.title')}
        note={
          counts && t('event.doorPage.inside', { came: f.number(counts.came), registered: f.number(counts.registered) })
        }
      />
      <Button
        component={Link}
        to={`/care/events/${id}` as '/'}
        variant="subtle"
        size="compact-sm"
        mb={10}
        leftSection={<IconArrowLeft size={15} />}
      >
        {event.data?.title ?? t('event.back')}
      </Button>
      <Card>
        <div className={classes.door}>
          <TextInput
            className={classes.grow}
            label={t('event.doorPage.field')}
            value={typed}
            autoComplete="off"
            maxLength={400}
            onChange={(changed) => setTyped(changed.currentTarget.value)}
            onKeyDown={(pressed) => {
              // A hand scanner types the ticket's address and ends with Enter.
              if (pressed.key === 'Enter' && typed.includes('/')) byCode(typed);
            }}
          />
          <ScanButton
            words={{
              scan: t('event.doorPage.scan'),
              scanning: t('event.doorPage.scanning'),
              denied: t('event.doorPage.denied'),
            }}
            onCode={byCode}
          />
        </div>
        <p className={classes.answer} data-tone={answer?.tone} role="status">
          {answer?.text ?? t('event.doorPage.about')}
        </p>
        <ul className={classes.plain}>
          {guests.data?.items.map((guest) => (
            <li key={guest.id}>
              <span className={classes.grow}>
                {nameOf(guest)}
                {guest.cameAt && <small className={classes.faint}> {f.time(guest.cameAt)}</small>}
              </span>
              {guest.cameAt ? (
                <Button variant="subtle" color="gray" onClick={() => takeBack.mutate({ id, guestId: guest.id })}>
                  {t('event.doorPage.takeBack')}
                </Button>
              ) : (
                <Button variant="default" onClick={() => arrive.mutate({ id, guestId: guest.id })}>
                  {t('event.doorPage.let')}
                </Button>
              )}
            </li>
          ))}
        </ul>
        {guests.data?.items.length === 0 && <p className={classes.faint}>{t('event.doorPage.none')}</p>}
      </Card>
    </>
  );
}
