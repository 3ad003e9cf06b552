import { Button } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { isApiError } from '../../../api/errors.ts';
import { Card } from '../../../kit/surface.tsx';
import { Tag } from '../../../kit/tag.tsx';
import { toastProblem } from '../../../kit/toast.tsx';
import { useFormats } from '../../../kit/use-formats.ts';
import { api } from '../api.ts';
import classes from './door.module.css';
import { machineOf } from './machine.ts';
import { problemsOf } from './problems.ts';
import { WithPassword } from './two-steps.tsx';

/** Where one is signed in. Who signed in a while ago is asked for the password before other devices are signed out. */
export function Sessions(): ReactNode {
  const { t } = useTranslation('workspaces');
  const f = useFormats();
  const { data } = useQuery(api.sessions.list.queryOptions({ input: {} }));
  const { end, asking, confirm } = useEnding();
  const several = (data?.items.length ?? 0) > 1;
  return (
    <Card
      heading={t('account.sessions')}
      end={
        several ? (
          <Button variant="subtle" size="compact-sm" onClick={() => end.mutate({ id: null })}>
            {t('account.endOthers')}
          </Button>
        ) : undefined
      }
    >
      {asking && (
        <>
          <p className={classes.about}>{t('account.confirm')}</p>
          <WithPassword submit={t('account.end')} busy={end.isPending} error={end.error} onSubmit={confirm} />
        </>
      )}
      <ul className={classes.list}>
        {data?.items.map((session) => (
          <li key={session.id}>
            <span className={classes.grow}>
              {machineOf(session.userAgent) ?? t('account.unknownMachine')}{' '}
              {session.current && <Tag>{t('account.thisOne')}</Tag>}
              <span className={classes.small}>
                {[session.ip, t('account.lastSeen', { day: f.date(f.dayOf(session.lastSeenAt)) })]
                  .filter(Boolean)
                  .join(' · ')}
              </span>
            </span>
            {!session.current && (
              <Button variant="default" size="sm" onClick={() => end.mutate({ id: session.id })}>
                {t('account.end')}
              </Button>
            )}
          </li>
        ))}
      </ul>
    </Card>
  );
}

interface Ending {
  /** Null: all the others. */
  id: string | null;
  password?: string;
}

function useEnding() {
  const { t } = useTranslation('workspaces');
  const queries = useQueryClient();
  const [asking, setAsking] = useState<Ending | null>(null);
  const end = useMutation({
    mutationFn: ({ id, ...confirmed }: Ending) =>
      id === null ? api.sessions.endOthers.call(confirmed) : api.sessions.end.call({ id, ...confirmed }),
    onSuccess: () => {
      setAsking(null);
      return queries.invalidateQueries({ queryKey: api.sessions.key() });
    },
    onError: (error, ending) => {
      if (isApiError(error) && error.code === 'PASSWORD_NEEDED') setAsking({ id: ending.id });
      else if (!asking) toastProblem(problemsOf(error, [], t('door.away')).whole ?? '');
    },
  });
  const wrong = isApiError(end.error) && end.error.code === 'PASSWORD_NEEDED' ? null : end.error;
  const confirm = (password: string) => asking && end.mutate({ ...asking, password });
  return { end: { ...end, error: wrong }, asking, confirm };
}
