import { Button, NumberInput, Select, Switch, TextInput } from '@mantine/core';
import { IconConfetti, IconPlus } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import {
  greetingKinds,
  type AnyGreetingKind,
  type CommonDay,
  type DueGreeting,
  type Greeting,
} from '../../../../modules/care/greetings/contract.ts';
import { holidaysFor } from '../../../../modules/care/greetings/holidays-contract.ts';
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
import { CouponField } from '../parts/coupon-field.tsx';
import { PrintCard } from '../parts/print-card.tsx';
import { OwnDayForm } from '../parts/own-day-form.tsx';
import { CareTabs } from '../parts/care-tabs.tsx';
import classes from '../parts/care.module.css';

/** Lines that are read at a glance; the others on request. */
const SHOWN = 20;

/** Whose day comes within two weeks, and what goes out then. */
export function GreetingsPage(): ReactNode {
  const { t } = useTranslation('care');
  const { data, error, refetch } = useQuery(api.greetings.due.queryOptions({ input: {} }));
  const [all, setAll] = useState(false);
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
              {(all ? data.items : data.items.slice(0, SHOWN)).map((due) => (
                <li key={`${due.customer.id} ${due.kind} ${due.on}`}>
                  <Due due={due} ready={rules.some(({ kind }) => kind === due.kind)} />
                </li>
              ))}
            </ul>
          )}
          {data && !all && data.items.length > SHOWN && (
            <Button variant="default" mt={10} onClick={() => setAll(true)}>
              {t('greeting.showAll', { count: data.items.length })}
            </Button>
          )}
          {data?.more && all && <p className={classes.faint}>{t('greeting.more')}</p>}
        </Card>
        {data && <PrintToday items={data.items} />}
        {data && data.days.length > 0 && (
          <Card heading={t('greeting.common')}>
            <ul className={classes.plain}>
              {data.days.map((day) => (
                <li key={day.kind}>
                  <Common day={day} ready={rules.some(({ kind }) => kind === day.kind)} />
                </li>
              ))}
            </ul>
          </Card>
        )}
      </Columns>
    </>
  );
}

/** What was given out by post today; not there where no greeting goes by post. */
function PrintToday({ items }: { items: readonly DueGreeting[] }): ReactNode {
  const f = useFormats();
  const channels = useQuery(api.channels.list.queryOptions({ input: {} })).data?.items ?? [];
  const byPost = channels.some(({ kind }) => kind === 'letter' || kind === 'gift');
  const sent = items.filter(({ state }) => state === 'sent').length;
  return byPost ? <PrintCard of={{ greetingsSince: f.settings.today }} sent={sent} /> : null;
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

function Common({ day, ready }: { day: CommonDay; ready: boolean }): ReactNode {
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

function Rules({ rules }: { rules: readonly Greeting[] }): ReactNode {
  const { t } = useTranslation('care');
  const f = useFormats();
  const maySend = useMay('care.send');
  const own = useQuery(api.greetings.ownDays.queryOptions({ input: {} })).data?.items ?? [];
  const [open, setOpen] = useState<{ kind: AnyGreetingKind; name: string } | null>(null);
  const [adding, setAdding] = useState(false);
  const named = (kind: AnyGreetingKind) => ({ kind, name: t(`greeting.kind.${kind}`) });
  const groups = [
    { key: 'personal', days: greetingKinds.map(named) },
    {
      key: 'ofAll',
      days: [
        ...own.map(({ id, name }) => ({ kind: `own-${id}` as AnyGreetingKind, name })),
        ...holidaysFor(f.settings.zone).map(named),
      ],
    },
  ];
  return (
    <Card heading={t('greeting.rules')}>
      {groups.map(({ key, days }) => (
        <section key={key}>
          <h3 className={classes.group}>{t(`greeting.${key}`)}</h3>
          <ul className={classes.plain}>
            {days.map((day) => (
              <li key={day.kind}>
                <RuleLine
                  day={day}
                  rule={rules.find(({ kind }) => kind === day.kind)}
                  onOpen={maySend ? () => setOpen(day) : undefined}
                />
              </li>
            ))}
          </ul>
        </section>
      ))}
      {maySend && (
        <Button variant="default" mt={10} leftSection={<IconPlus size={16} />} onClick={() => setAdding(true)}>
          {t('greeting.addOwnDay')}
        </Button>
      )}
      <SideDrawer opened={open !== null} onClose={() => setOpen(null)} title={open?.name ?? ''}>
        {open && (
          <RuleForm kind={open.kind} rule={rules.find(({ kind }) => kind === open.kind)} onDone={() => setOpen(null)} />
        )}
      </SideDrawer>
      <SideDrawer opened={adding} onClose={() => setAdding(false)} title={t('greeting.addOwnDay')}>
        <OwnDayForm onDone={() => setAdding(false)} />
      </SideDrawer>
    </Card>
  );
}

function RuleLine({
  day,
  rule,
  onOpen,
}: {
  day: { name: string };
  rule: Greeting | undefined;
  onOpen: (() => void) | undefined;
}): ReactNode {
  const { t } = useTranslation('care');
  return (
    <>
      <span className={classes.grow}>
        {day.name}
        <small className={classes.faint}>
          {' '}
          {rule
            ? t(rule.automatic ? 'greeting.byItself' : 'greeting.byTap', { time: rule.atTime })
            : t('greeting.none')}
        </small>
      </span>
      {onOpen && (
        <Button
          variant="default"
          size="compact-sm"
          aria-label={`${t(rule ? 'greeting.change' : 'greeting.set')}: ${day.name}`}
          onClick={onOpen}
        >
          {t(rule ? 'greeting.change' : 'greeting.set')}
        </Button>
      )}
    </>
  );
}

function RuleForm({
  kind,
  rule,
  onDone,
}: {
  kind: AnyGreetingKind;
  rule: Greeting | undefined;
  onDone: () => void;
}): ReactNode {
  const { t } = useTranslation('care');
  const queries = useQueryClient();
  const templates = useQuery(api.templates.list.queryOptions({ input: {} })).data?.items.filter(
    ({ purpose }) => purpose !== 'promotion',
  );
  const channels = useQuery(api.channels.list.queryOptions({ input: {} })).data?.items;
  const [draft, setDraft] = useState({
    automatic: true,
    daysAhead: 0,
    atTime: '09:00',
    couponId: null as string | null,
    ...rule,
  });
  const saved = { onSuccess: onDone, onSettled: () => queries.invalidateQueries({ queryKey: api.key() }) };
  const set = useMutation(api.greetings.set.mutationOptions(saved));
  const remove = useMutation(api.greetings.remove.mutationOptions(saved));
  const removeDay = useMutation(api.greetings.removeOwnDay.mutationOptions(saved));
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
        const { automatic, daysAhead, atTime, couponId } = draft;
        set.mutate({
          kind,
          channelId: channel.id,
          templateId: template.id,
          automatic,
          daysAhead,
          atTime,
          couponId,
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
      <CouponField value={draft.couponId} onChange={(couponId) => setDraft({ ...draft, couponId })} />
      {draft.couponId !== null && <p className={classes.faint}>{t('greeting.couponPromotes')}</p>}
      {rule && (
        <Button variant="subtle" color="gray" loading={remove.isPending} onClick={() => remove.mutate({ kind })}>
          {t('greeting.remove')}
        </Button>
      )}
      {kind.startsWith('own-') && (
        <Button
          variant="subtle"
          color="gray"
          loading={removeDay.isPending}
          onClick={() => removeDay.mutate({ id: kind.slice('own-'.length) })}
        >
          {t('greeting.removeOwnDay')}
        </Button>
      )}
    </Form>
  );
}
