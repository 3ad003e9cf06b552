import { Button } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { AnyGreetingKind, CommonDay, DueGreeting } from '../../../../modules/care/greetings/contract.ts';
import { isApiError } from '../../../api/errors.ts';
import { useMay } from '../../../api/session.ts';
import { Tag } from '../../../kit/tag.tsx';
import { toast, toastProblem } from '../../../kit/toast.tsx';
import { useFormats } from '../../../kit/use-formats.ts';
import { api } from '../api.ts';
import classes from '../parts/care.module.css';

/** One customer's day, with what becomes of its greeting. */
export function Due({ due, ready }: { due: DueGreeting; ready: boolean }): ReactNode {
  const { t } = useTranslation('care');
  const f = useFormats();
  const queries = useQueryClient();
  const maySend = useMay('care.send');
  const prepare = useMutation(
    api.greetings.prepare.mutationOptions({
      onSuccess: () => toast(t('greeting.prepared')),
      onError: (error) => toastProblem(isApiError(error) ? error.message : t('failed')),
      onSettled: () => queries.invalidateQueries({ queryKey: api.key() }),
    }),
  );
  const { customer, kind, on, years, products, state, reason } = due;
  const facts = [t(`greeting.kind.${kind}`), products, years ? t('greeting.years', { count: years }) : '', f.date(on)];
  return (
    <>
      <span className={classes.grow}>
        <Link to="/customers/$id" params={{ id: customer.id } as never}>
          {customer.name}
        </Link>
        <small className={classes.faint}> {facts.filter(Boolean).join(' · ')}</small>
      </span>
      {state && !(ready && reason === 'stopped') ? (
        <Tag tone={state === 'sent' ? 'well' : 'plain'}>
          {state === 'skipped' && reason ? t(`refused.${reason}`) : t(`message.${state}`)}
        </Tag>
      ) : (
        maySend &&
        ready && (
          <Button
            variant="default"
            size="compact-sm"
            loading={prepare.isPending}
            onClick={() => prepare.mutate({ customerId: customer.id, kind, on })}
          >
            {t('greeting.prepare')}
          </Button>
        )
      )}
    </>
  );
}

/** A day that everybody keeps. */
export function Common({ day, ready }: { day: CommonDay; ready: boolean }): ReactNode {
  const { t } = useTranslation('care');
  const f = useFormats();
  const queries = useQueryClient();
  const maySend = useMay('care.send');
  const prepare = useMutation(
    api.greetings.prepareDay.mutationOptions({
      onSuccess: ({ prepared }) => toast(t('greeting.preparedAll', { count: prepared })),
      onError: (error) => toastProblem(isApiError(error) ? error.message : t('failed')),
      onSettled: () => queries.invalidateQueries({ queryKey: api.key() }),
    }),
  );
  return (
    <>
      <span className={classes.grow}>
        {day.name ?? t(`greeting.kind.${day.kind}`)}
        <small className={classes.faint}> {f.date(day.on)}</small>
      </span>
      {day.prepared > 0 ? (
        <Tag tone={day.sent === day.prepared ? 'well' : 'plain'}>{t('greeting.waiting', { count: day.prepared })}</Tag>
      ) : (
        maySend &&
        ready && (
          <Button
            variant="default"
            size="compact-sm"
            loading={prepare.isPending}
            onClick={() => prepare.mutate({ kind: day.kind as AnyGreetingKind, on: day.on })}
          >
            {t('greeting.prepareAll')}
          </Button>
        )
      )}
    </>
  );
}
