import { Button, NumberInput, Select, Switch, TextInput } from '@mantine/core';
import { IconConfetti } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import {
  greetingKinds,
  type DueGreeting,
  type Greeting,
  type GreetingKind,
} from '../../../../modules/care/greetings/contract.ts';
import { isApiError } from '../../../api/errors.ts';
import { useMay } from '../../../api/session.ts';
import { EmptyState } from '../../../kit/empty-state.tsx';
import { ErrorState } from '../../../kit/error-state.tsx';
import { Form, FormRow } from '../../../kit/form.tsx';
import { PageHead } from '../../../kit/page-head.tsx';
import { SideDrawer } from '../../../kit/side-drawer.tsx';
import { Lines, Waiting } from '../../../kit/skeletons.tsx';
import { Card, Columns } from '../../../kit/surface.tsx';
import { Tag } from '../../../kit/tag.tsx';
import { toast, toastProblem } from '../../../kit/toast.tsx';
import { useFormats } from '../../../kit/use-formats.ts';
import { api } from '../api.ts';
import { CareTabs } from '../parts/care-tabs.tsx';
import classes from '../parts/care.module.css';

/** Whose day comes within two weeks, and what goes out then. */
export function GreetingsPage(): ReactNode {
  const { t } = useTranslation('care');
  const { data, error, refetch } = useQuery(api.greetings.due.queryOptions({ input: {} }));
  const rules = useQuery(api.greetings.list.queryOptions({ input: {} })).data?.items ?? [];
  return (
    <>
      <PageHead title={t('tab.greetings')} />
      <CareTabs />
      <Columns right={<Rules rules={rules} />}>
        <Card heading={t('greeting.title')}>
          {!data ? (
            error ? (
              <ErrorState error={error} retry={() => void refetch()} small />
            ) : (
              <Waiting>
                <Lines count={6} />
              </Waiting>
            )
          ) : data.items.length === 0 ? (
            <EmptyState icon={IconConfetti} small>
              {t('greeting.empty')}
            </EmptyState>
          ) : (
            <ul className={classes.plain}>
              {data.items.map((due) => (
                <li key={`${due.customer.id} ${due.kind} ${due.on}`}>
                  <Due due={due} ready={rules.some(({ kind }) => kind === due.kind)} />
                </li>
              ))}
            </ul>
          )}
          {data?.more && <p className={classes.faint}>{t('greeting.more')}</p>}
        </Card>
      </Columns>
    </>
  );
}

function Due({ due, ready }: { due: DueGreeting; ready: boolean }): ReactNode {
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
  const { customer, kind, on, years, state, reason } = due;
  const facts = [t(`greeting.kind.${kind}`), years ? t('greeting.years', { count: years }) : '', f.date(on)];
  return (
    <>
      <span className={classes.grow}>
        <Link to="/customers/$id" params={{ id: customer.id } as never}>
          {customer.name}
        </Link>
        <small className={classes.faint}> {facts.filter(Boolean).join(' · ')}</small>
      </span>
      {state ? (
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

function Rules({ rules }: { rules: readonly Greeting[] }): ReactNode {
  const { t } = useTranslation('care');
  const maySend = useMay('care.send');
  const [open, setOpen] = useState<GreetingKind | null>(null);
  return (
    <Card heading={t('greeting.rules')}>
      <ul className={classes.plain}>
        {greetingKinds.map((kind) => {
          const rule = rules.find((one) => one.kind === kind);
          return (
            <li key={kind}>
              <span className={classes.grow}>
                {t(`greeting.kind.${kind}`)}
                <small className={classes.faint}>
                  {' '}
                  {rule
                    ? t(rule.automatic ? 'greeting.byItself' : 'greeting.byTap', { time: rule.atTime })
                    : t('greeting.none')}
                </small>
              </span>
              {maySend && (
                <Button
                  variant="default"
                  size="compact-sm"
                  aria-label={`${t(rule ? 'greeting.change' : 'greeting.set')}: ${t(`greeting.kind.${kind}`)}`}
                  onClick={() => setOpen(kind)}
                >
                  {t(rule ? 'greeting.change' : 'greeting.set')}
                </Button>
              )}
            </li>
          );
        })}
      </ul>
      <SideDrawer opened={open !== null} onClose={() => setOpen(null)} title={open ? t(`greeting.kind.${open}`) : ''}>
        {open && <RuleForm kind={open} rule={rules.find(({ kind }) => kind === open)} onDone={() => setOpen(null)} />}
      </SideDrawer>
    </Card>
  );
}

function RuleForm({
  kind,
  rule,
  onDone,
}: {
  kind: GreetingKind;
  rule: Greeting | undefined;
  onDone: () => void;
}): ReactNode {
  const { t } = useTranslation('care');
  const queries = useQueryClient();
  const templates = useQuery(api.templates.list.queryOptions({ input: {} })).data?.items.filter(
    ({ purpose }) => purpose !== 'promotion',
  );
  const channels = useQuery(api.channels.list.queryOptions({ input: {} })).data?.items;
  const [draft, setDraft] = useState({ automatic: true, daysAhead: 0, atTime: '09:00', ...rule });
  const saved = { onSuccess: onDone, onSettled: () => queries.invalidateQueries({ queryKey: api.key() }) };
  const set = useMutation(api.greetings.set.mutationOptions(saved));
  const remove = useMutation(api.greetings.remove.mutationOptions(saved));
  const fitting = templates?.filter(({ channel }) => channels?.some((one) => one.kind === channel));
  const template = fitting?.find(({ id }) => id === draft.templateId) ?? fitting?.[0];
  const channel = channels?.find(({ kind: one }) => one === template?.channel);
  if (fitting?.length === 0)
    return (
      <>
        <p>{t('greeting.needsTemplate')}</p>
        <Button component={Link} to={'/care/templates/new' as '/'}>
          {t('campaign.toTemplates')}
        </Button>
      </>
    );
  return (
    <Form
      submit={t('save')}
      busy={set.isPending}
      problem={isApiError(set.error) ? set.error.message : undefined}
      onCancel={onDone}
      onSubmit={(event) => {
        event?.preventDefault();
        if (!template || !channel) return;
        const { automatic, daysAhead, atTime } = draft;
        set.mutate({
          kind,
          channelId: channel.id,
          templateId: template.id,
          automatic,
          daysAhead,
          atTime,
          ...(rule ? { version: rule.version } : {}),
        });
      }}
    >
      <Select
        label={t('greeting.template')}
        data={fitting?.map(({ id, name }) => ({ value: id, label: name })) ?? []}
        value={template?.id ?? null}
        allowDeselect={false}
        onChange={(templateId) => setDraft({ ...draft, ...(templateId ? { templateId } : {}) } as typeof draft)}
      />
      <Switch
        label={t('greeting.automatic')}
        checked={draft.automatic}
        onChange={(event) => setDraft({ ...draft, automatic: event.currentTarget.checked })}
      />
      <FormRow>
        <NumberInput
          label={t('greeting.daysAhead')}
          description={t('greeting.daysAheadAbout')}
          min={0}
          max={30}
          allowDecimal={false}
          value={draft.daysAhead}
          onChange={(value) => setDraft({ ...draft, daysAhead: typeof value === 'number' ? value : 0 })}
        />
        <TextInput
          type="time"
          label={t('greeting.atTime')}
          value={draft.atTime}
          onChange={(event) => setDraft({ ...draft, atTime: event.currentTarget.value })}
        />
      </FormRow>
      {rule && (
        <Button variant="subtle" color="gray" loading={remove.isPending} onClick={() => remove.mutate({ kind })}>
          {t('greeting.remove')}
        </Button>
      )}
    </Form>
  );
}
