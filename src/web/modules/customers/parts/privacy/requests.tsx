import { Button, Select, TextInput, Textarea } from '@mantine/core';
import { IconShieldCheck } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState, type FormEvent, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { isApiError } from '../../../../api/errors.ts';
import { apiUrl } from '../../../../api/http.ts';
import { EmptyState } from '../../../../kit/empty-state.tsx';
import { ErrorState } from '../../../../kit/error-state.tsx';
import { FilterChips } from '../../../../kit/filter-chips.tsx';
import { Form } from '../../../../kit/form.tsx';
import { SideDrawer } from '../../../../kit/side-drawer.tsx';
import { Lines, Waiting } from '../../../../kit/skeletons.tsx';
import { Card } from '../../../../kit/surface.tsx';
import { Tag } from '../../../../kit/tag.tsx';
import { useFormats } from '../../../../kit/use-formats.ts';
import { api, type PrivacyRequest } from '../../api.ts';
import classes from './privacy.module.css';

const KINDS = ['access', 'portability', 'correction', 'erase', 'object'] as const;
const STEPS = ['checking', 'done', 'refused', 'withdrawn'] as const;
const calls = api.privacy.requests;

/** What people asked about their data, what is due first at the top. */
export function Requests(): ReactNode {
  const { t } = useTranslation('customers');
  const [show, setShow] = useState<'open' | 'closed'>('open');
  const [drawer, setDrawer] = useState<'new' | string | null>(null);
  const { data, error, refetch } = useQuery(calls.list.queryOptions({ input: { show, limit: 100 } }));
  const record = (
    <Button size="compact-sm" variant="light" onClick={() => setDrawer('new')}>
      {t('privacy.request.new')}
    </Button>
  );
  return (
    <Card heading={t('privacy.request.title')} end={record}>
      <FilterChips
        label={t('privacy.request.title')}
        single
        options={(['open', 'closed'] as const).map((value) => ({ value, label: t(`privacy.request.${value}`) }))}
        chosen={[show]}
        onChange={([one]) => setShow(one ?? 'open')}
      />
      {error && !data && <ErrorState error={error} retry={() => void refetch()} small />}
      {!data && !error && (
        <Waiting>
          <Lines count={3} />
        </Waiting>
      )}
      {data?.items.length === 0 && (
        <EmptyState icon={IconShieldCheck} small>
          {t(`privacy.request.none.${show}`)}
        </EmptyState>
      )}
      <ul className={classes.rows}>
        {data?.items.map((one) => (
          <Row key={one.id} request={one} onOpen={() => setDrawer(one.id)} />
        ))}
      </ul>
      <SideDrawer opened={drawer !== null} onClose={() => setDrawer(null)} title={t('privacy.request.one')}>
        {drawer === 'new' && <NewRequest onDone={() => setDrawer(null)} />}
        {drawer !== null && drawer !== 'new' && <Request id={drawer} />}
      </SideDrawer>
    </Card>
  );
}

function Row({ request, onOpen }: { request: PrivacyRequest; onOpen: () => void }): ReactNode {
  const { t } = useTranslation('customers');
  const f = useFormats();
  const { kind, state, customer, askedBy, dueOn, overdue, closedAt } = request;
  return (
    <li>
      <span className={classes.what}>
        {t(`privacy.requestKind.${kind}`)} · {customer?.name ?? askedBy ?? t('privacy.request.nobody')}
        <small>{closedAt ? f.date(f.dayOf(closedAt)) : t('privacy.request.due', { day: f.date(dueOn) })}</small>
      </span>
      <Tag tone={overdue ? 'act' : 'plain'}>{t(`privacy.requestState.${state}`)}</Tag>
      <Button size="compact-sm" variant="subtle" onClick={onOpen}>
        {t('privacy.request.open')}
      </Button>
    </li>
  );
}

function NewRequest({ onDone }: { onDone: () => void }): ReactNode {
  const { t } = useTranslation('customers');
  const queries = useQueryClient();
  const [kind, setKind] = useState<(typeof KINDS)[number]>('access');
  const [typed, setTyped] = useState('');
  const [customerId, setCustomerId] = useState<string | null>(null);
  const [askedBy, setAskedBy] = useState('');
  const [note, setNote] = useState('');
  const found = useQuery(
    api.list.queryOptions({ input: { q: typed, limit: 8 }, enabled: typed.trim() !== '', staleTime: 10_000 }),
  ).data?.items;
  const create = useMutation(
    calls.create.mutationOptions({
      onSuccess: async () => {
        await queries.invalidateQueries({ queryKey: calls.list.key() });
        onDone();
      },
    }),
  );
  const save = (event?: FormEvent) => {
    event?.preventDefault();
    create.mutate({ kind, customerId, askedBy, note });
  };
  return (
    <Form
      submit={t('privacy.request.record')}
      busy={create.isPending}
      problem={isApiError(create.error) ? create.error.message : undefined}
      onSubmit={save}
    >
      <Select
        label={t('privacy.request.kind')}
        allowDeselect={false}
        value={kind}
        onChange={(value) => setKind((value ?? 'access') as typeof kind)}
        data={KINDS.map((one) => ({ value: one, label: t(`privacy.requestKind.${one}`) }))}
      />
      <Select
        label={t('privacy.request.customer')}
        searchable
        clearable
        clearButtonProps={{ 'aria-label': t('privacy.request.nobody') }}
        value={customerId}
        onChange={setCustomerId}
        onSearchChange={setTyped}
        filter={({ options }) => options}
        nothingFoundMessage={t('privacy.request.typeName')}
        data={(found ?? []).map(({ id, name, phone }) => ({
          value: id,
          label: [name, phone].filter(Boolean).join(' · '),
        }))}
      />
      <TextInput
        label={t('privacy.request.askedBy')}
        description={t('privacy.request.askedByHint')}
        value={askedBy}
        maxLength={300}
        onChange={(event) => setAskedBy(event.currentTarget.value)}
      />
      <Textarea
        label={t('privacy.request.note')}
        value={note}
        maxLength={1000}
        onChange={(event) => setNote(event.currentTarget.value)}
      />
    </Form>
  );
}

function Request({ id }: { id: string }): ReactNode {
  const { t } = useTranslation('customers');
  const f = useFormats();
  const { data, error, refetch } = useQuery(calls.read.queryOptions({ input: { id } }));
  if (!data) {
    return error ? (
      <ErrorState error={error} retry={() => void refetch()} small />
    ) : (
      <Waiting>
        <Lines count={5} />
      </Waiting>
    );
  }
  const { kind, customer, askedBy, note, receivedOn, dueOn, closedAt, law, steps } = data;
  return (
    <>
      <h3>{t(`privacy.requestKind.${kind}`)}</h3>
      <p className={classes.about}>
        {t('privacy.request.facts', { received: f.date(receivedOn), due: f.date(dueOn), law })}
      </p>
      {customer && (
        <div className={classes.acts}>
          <Button component={Link} to={`/customers/${customer.id}`} size="compact-sm" variant="default">
            {customer.name}
          </Button>
          <Button
            component="a"
            size="compact-sm"
            variant="light"
            href={apiUrl(`/customers/${customer.id}/package`)}
            download
          >
            {t('privacy.package.download')}
          </Button>
        </div>
      )}
      {(askedBy || note) && <p>{[askedBy, note].filter(Boolean).join(' · ')}</p>}
      {closedAt === null && <Step id={id} />}
      <ul className={classes.history}>
        {steps.map((step) => (
          <li key={step.at + step.state}>
            {t(`privacy.requestState.${step.state}`)}
            <p>{[f.dateTime(step.at), step.by, step.note].filter(Boolean).join(' · ')}</p>
          </li>
        ))}
      </ul>
    </>
  );
}

function Step({ id }: { id: string }): ReactNode {
  const { t } = useTranslation('customers');
  const queries = useQueryClient();
  const [state, setState] = useState<(typeof STEPS)[number]>('checking');
  const [note, setNote] = useState('');
  const step = useMutation(
    calls.step.mutationOptions({
      onSuccess: (answer) => {
        queries.setQueryData(calls.read.queryKey({ input: { id } }), answer);
        setNote('');
        return queries.invalidateQueries({ queryKey: calls.list.key() });
      },
    }),
  );
  const save = (event?: FormEvent) => {
    event?.preventDefault();
    step.mutate({ id, state, note });
  };
  return (
    <Form
      submit={t('privacy.request.say')}
      busy={step.isPending}
      problem={isApiError(step.error) ? step.error.message : undefined}
      onSubmit={save}
    >
      <Select
        label={t('privacy.request.state')}
        allowDeselect={false}
        value={state}
        onChange={(value) => setState((value ?? 'checking') as typeof state)}
        data={STEPS.map((one) => ({ value: one, label: t(`privacy.requestState.${one}`) }))}
      />
      <TextInput
        label={t('privacy.request.note')}
        value={note}
        maxLength={1000}
        onChange={(event) => setNote(event.currentTarget.value)}
      />
    </Form>
  );
}
