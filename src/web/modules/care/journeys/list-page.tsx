import { IconRoute } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { readyKeys } from '../../../../modules/care/journeys/contract.ts';
import { isApiError } from '../../../api/errors.ts';
import { useMay } from '../../../api/session.ts';
import { allRows, type LedgerColumn } from '../../../kit/ledger/columns.ts';
import { ListScreen } from '../../../kit/ledger/list-screen.tsx';
import { toastProblem } from '../../../kit/toast.tsx';
import { useFormats } from '../../../kit/use-formats.ts';
import { CareTabs } from '../parts/care-tabs.tsx';
import { api, type Journey } from './api.ts';
import classes from './journeys.module.css';
import { JourneyState } from './state-tag.tsx';

/** What looks after customers step by step, by itself. */
export function JourneysPage(): ReactNode {
  const { t } = useTranslation('care');
  const mayEdit = useMay('care.edit');
  const { data, error } = useQuery(api.journeys.list.queryOptions({ input: {} }));
  const add = { words: t('journey.new'), heading: t('journey.chooseReady'), form };
  return (
    <ListScreen
      title={t('tab.journeys')}
      tabs={<CareTabs />}
      columns={useColumns()}
      list={allRows(data?.items, error)}
      rowId={({ id }) => id}
      rowLink={({ id }) => ({ to: '/care/journeys/$id', params: { id } })}
      icon={IconRoute}
      empty={t('journey.empty')}
      add={mayEdit ? add : undefined}
    />
  );
}

function useColumns(): LedgerColumn<Journey>[] {
  const { t } = useTranslation('care');
  const f = useFormats();
  return [
    { key: 'name', title: t('journey.name'), cell: ({ name }) => name },
    { key: 'state', title: t('campaign.stateTitle'), cell: ({ state }) => stateTag(state), phone: 'leadEnd' },
    { key: 'begins', title: t('journey.begins'), cell: ({ trigger }) => t(`journey.trigger.${trigger}`) },
    {
      key: 'waiting',
      title: t('journey.waiting'),
      cell: ({ waiting }) => f.number(waiting),
      number: true,
      phone: 'noteEnd',
    },
    { key: 'ended', title: t('journey.ended'), cell: ({ ended }) => f.number(ended), number: true, phone: 'absent' },
    { key: 'by', title: t('journey.by'), cell: ({ createdBy }) => createdBy, phone: 'absent' },
  ];
}

function form(): ReactNode {
  return <ChooseReady />;
}

function stateTag(state: Journey['state']): ReactNode {
  return <JourneyState state={state} />;
}

function ChooseReady(): ReactNode {
  const { t } = useTranslation('care');
  const queries = useQueryClient();
  const navigate = useNavigate();
  const create = useMutation(
    api.journeys.create.mutationOptions({
      onSuccess: ({ id }) => void navigate({ to: '/care/journeys/$id', params: { id } } as never),
      onError: (error) => toastProblem(isApiError(error) ? error.message : t('failed')),
      onSettled: () => queries.invalidateQueries({ queryKey: api.key() }),
    }),
  );
  const entry = (key: string, name: string, about: string, begin: () => void) => (
    <li key={key}>
      <button type="button" disabled={create.isPending} onClick={begin}>
        <b>{name}</b>
        <small>{about}</small>
      </button>
    </li>
  );
  return (
    <>
      <p className={classes.note}>{t('journey.chooseReadyAbout')}</p>
      <ul className={classes.ready}>
        {readyKeys.map((ready) =>
          entry(ready, t(`journey.ready.${ready}.name`), t(`journey.ready.${ready}.about`), () =>
            create.mutate({ ready }),
          ),
        )}
        {entry('blank', t('journey.blank'), t('journey.blankAbout'), () => create.mutate({}))}
      </ul>
    </>
  );
}
