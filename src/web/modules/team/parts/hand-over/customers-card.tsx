import { Button, CopyButton, Modal, Select } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { keyset, useKeysetList } from '../../../../api/lists.ts';
import { ErrorState } from '../../../../kit/error-state.tsx';
import { Lines, Waiting } from '../../../../kit/skeletons.tsx';
import { Card } from '../../../../kit/surface.tsx';
import { Tag, Tags } from '../../../../kit/tag.tsx';
import { useFormats } from '../../../../kit/use-formats.ts';
import { api, type HandOver, type HandOverItem } from '../../api.ts';
import { useColleagues } from '../members.ts';
import classes from './hand-over.module.css';
import { useHandOver } from './use-hand-over.ts';

const POOL = 'pool';

/** Whom each customer goes to, those at risk first; in a draft it can be changed. */
export function CustomersCard({ handOver }: { handOver: HandOver }): ReactNode {
  const { t } = useTranslation('team');
  const { id } = handOver;
  const list = useKeysetList(
    api.handOver.customers.infiniteOptions({ input: (cursor: string | undefined) => ({ id, cursor }), ...keyset }),
  );
  return (
    <Card heading={t('handOver.customers')} note={list.count && String(list.count.value)}>
      {list.rows === undefined &&
        (list.error ? (
          <ErrorState error={list.error} retry={list.retry} small />
        ) : (
          <Waiting>
            <Lines count={5} />
          </Waiting>
        ))}
      {list.rows?.length === 0 && <p className={classes.about}>{t('handOver.noCustomers')}</p>}
      <ul className={classes.list}>
        {list.rows?.map((item) => (
          <Item key={item.customer.id} item={item} handOver={handOver} />
        ))}
      </ul>
      {list.more && (
        <Button variant="subtle" loading={list.loadingMore ?? false} onClick={list.more}>
          {t('more')}
        </Button>
      )}
    </Card>
  );
}

function Item({ item, handOver }: { item: HandOverItem; handOver: HandOver }): ReactNode {
  const { t } = useTranslation('team');
  const f = useFormats();
  const { customer, value, atRisk, lastOn, recentOrders, tasks, why, contact, objectedAt, objection } = item;
  const facts = [
    f.money(value),
    lastOn && t('handOver.lastOn', { age: f.age(lastOn) }),
    recentOrders > 0 && t('handOver.recentOrders', { count: recentOrders }),
    tasks > 0 && t('handOver.openTasks', { count: tasks }),
  ];
  return (
    <li>
      <span className={classes.what}>
        <Link to="/team/story/$id" params={{ id: customer.id } as never}>
          {customer.name}
        </Link>{' '}
        <Tags>
          {atRisk && <Tag tone="act">{t('handOver.atRisk')}</Tag>}
          {contact && (
            <Tag tone={contact.done ? 'well' : 'plain'}>
              {contact.done
                ? t('handOver.contacted')
                : t('handOver.contactBy', { day: contact.dueOn ? f.date(contact.dueOn) : '' })}
            </Tag>
          )}
          {objectedAt && <Tag tone="mind">{t('handOver.objected')}</Tag>}
        </Tags>
        <small>{facts.filter(Boolean).join(' · ')}</small>
        {objection && <small>“{objection}”</small>}
      </span>
      {handOver.state === 'draft' ? (
        <Receiver item={item} handOver={handOver} />
      ) : (
        <>
          <span>{item.to?.name ?? t('handOver.pool')}</span>
          {item.to && handOver.state === 'given' && <Letter item={item} handOverId={handOver.id} />}
        </>
      )}
      {handOver.state === 'draft' && <small className={classes.about}>{t(`handOver.because.${why}`)}</small>}
    </li>
  );
}

function Receiver({ item, handOver }: { item: HandOverItem; handOver: HandOver }): ReactNode {
  const { t } = useTranslation('team');
  const { change } = useHandOver();
  const people = useColleagues().filter(({ id }) => id !== handOver.member.id);
  return (
    <Select
      className={classes.to}
      aria-label={t('handOver.toOf', { name: item.customer.name })}
      data={[...people.map(({ id, name }) => ({ value: id, label: name })), { value: POOL, label: t('handOver.pool') }]}
      value={item.to?.id ?? POOL}
      allowDeselect={false}
      disabled={change.isPending}
      onChange={(to) =>
        change.mutate({
          id: handOver.id,
          assign: [{ customerId: item.customer.id, toId: to === POOL ? null : to }],
        })
      }
    />
  );
}

/** The words for this customer, to copy; or how the mail went. */
function Letter({ item, handOverId }: { item: HandOverItem; handOverId: string }): ReactNode {
  const { t } = useTranslation('team');
  const { letter } = useHandOver();
  const [text, setText] = useState<string | null>(null);
  if (['waiting', 'sending', 'mailed'].includes(item.message))
    return <Tag tone="plain">{t(`handOver.told.${item.message}`)}</Tag>;
  const write = () =>
    letter.mutate({ id: handOverId, customerId: item.customer.id }, { onSuccess: (written) => setText(written.text) });
  return (
    <>
      <Button
        size="compact-sm"
        variant="subtle"
        loading={letter.isPending}
        aria-label={t('handOver.letterTo', { name: item.customer.name })}
        onClick={write}
      >
        {t('handOver.tell')}
      </Button>
      <Modal
        opened={text !== null}
        onClose={() => setText(null)}
        title={t('handOver.letterTo', { name: item.customer.name })}
        closeButtonProps={{ 'aria-label': t('kit:close') }}
        centered
      >
        <p className={classes.letter}>{text}</p>
        <CopyButton value={text ?? ''}>
          {({ copied, copy }) => <Button onClick={copy}>{copied ? t('copied') : t('copy')}</Button>}
        </CopyButton>
      </Modal>
    </>
  );
}
