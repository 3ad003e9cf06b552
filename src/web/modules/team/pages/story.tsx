import { Button } from '@mantine/core';
import { IconPrinter } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import type { TFunction } from 'i18next';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { contract } from '../../../../modules/customers/contract.ts';
import { moduleClient } from '../../../api/client.ts';
import { useMay } from '../../../api/session.ts';
import { ErrorState } from '../../../kit/error-state.tsx';
import { PageHead } from '../../../kit/page-head.tsx';
import { Lines, Waiting } from '../../../kit/skeletons.tsx';
import { Card, Facts } from '../../../kit/surface.tsx';
import { Tag, Tags } from '../../../kit/tag.tsx';
import { useFormats } from '../../../kit/use-formats.ts';
import { api } from '../api.ts';
import classes from '../parts/hand-over/hand-over.module.css';

const customers = moduleClient('customers', {
  read: contract.read,
  timeline: contract.timeline,
  ownership: contract.ownership,
});
const ENTRIES = 25;

/** What a successor has to know of a customer, on one page that can be printed. */
export function StoryPage(): ReactNode {
  const { t } = useTranslation('team');
  const { id } = useParams({ strict: false }) as { id: string };
  const { data: card, error } = useQuery(customers.read.queryOptions({ input: { id } }));
  if (error) return <ErrorState error={error} />;
  return (
    <>
      <PageHead
        title={card ? t('handOver.storyOf', { name: card.name }) : t('handOver.story')}
        actions={
          <Button
            className={classes.noPrint ?? ''}
            variant="default"
            leftSection={<IconPrinter size={16} />}
            onClick={() => window.print()}
          >
            {t('handOver.print')}
          </Button>
        }
      />
      {card ? (
        <div className={classes.story}>
          <Known card={card} />
          <OpenTasks id={card.id} />
          <Happened id={card.id} />
          <Owners id={card.id} />
        </div>
      ) : (
        <Waiting>
          <Lines count={8} />
        </Waiting>
      )}
    </>
  );
}

type StoryCard = Awaited<ReturnType<typeof customers.read.call>>;

function Known({ card }: { card: StoryCard }): ReactNode {
  const { t } = useTranslation('team');
  const f = useFormats();
  return (
    <Card
      heading={card.name}
      end={
        <Link to="/customers/$id" params={{ id: card.id }} className={classes.noPrint}>
          {t('handOver.openCard')}
        </Link>
      }
    >
      <Facts
        facts={[
          [t('handOver.stage'), t(`customers:stage.${card.stage}`)],
          [t('customers:field.phone'), card.phone],
          [t('customers:field.email'), card.email],
          [t('customers:field.birthday'), card.nextBirthday && f.date(card.nextBirthday)],
          [t('customers:field.source'), card.source],
          [t('customers:field.createdAt'), f.date(f.dayOf(card.createdAt))],
        ]}
      />
      {card.tags.length > 0 && (
        <Tags>
          {card.tags.map((tag) => (
            <Tag key={tag} tone="plain">
              {tag}
            </Tag>
          ))}
        </Tags>
      )}
    </Card>
  );
}

function OpenTasks({ id }: { id: string }): ReactNode {
  const { t } = useTranslation('team');
  const f = useFormats();
  const may = useMay('tasks.read');
  const { data } = useQuery({
    ...api.tasks.list.queryOptions({ input: { customerId: id, view: 'team' } }),
    enabled: may,
  });
  if (!data || data.items.length === 0) return null;
  return (
    <Card heading={t('handOver.stillOpen')}>
      <ul className={classes.list}>
        {data.items.map((task) => (
          <li key={task.id}>
            <span className={classes.what}>
              {task.title}
              {task.note && <small>{task.note}</small>}
            </span>
            {task.due && <span>{f.date(task.due.on)}</span>}
          </li>
        ))}
      </ul>
    </Card>
  );
}

function Happened({ id }: { id: string }): ReactNode {
  const { t } = useTranslation('team');
  const f = useFormats();
  const { data } = useQuery(customers.timeline.queryOptions({ input: { id, limit: ENTRIES } }));
  if (!data) return null;
  return (
    <Card heading={t('handOver.happened')}>
      <ul className={classes.list}>
        {data.items.filter(telling).map((entry) => (
          <li key={entry.id}>
            <span className={classes.what}>
              {sentenceOf(entry, t)}
              {entry.body && <small>{entry.body}</small>}
              <small>{[f.date(f.dayOf(entry.at)), entry.by].filter(Boolean).join(' · ')}</small>
            </span>
            {entry.amount && <span className={classes.money}>{f.money(entry.amount)}</span>}
          </li>
        ))}
      </ul>
    </Card>
  );
}

type Entry = Awaited<ReturnType<typeof customers.timeline.call>>['items'][number];

/** Mere corrections of the card tell a successor nothing: the card shows what is right now. */
function telling({ kind, text }: Entry): boolean {
  return text.key !== 'customers:timeline.changed' && kind !== 'consent';
}

function sentenceOf({ text }: Entry, t: TFunction<'team'>): string {
  if (text.key !== 'customers:timeline.stage') return t(text.key, text.values);
  const stage = (value: unknown) => t(`customers:stage.${String(value)}`);
  return t(text.key, { old: stage(text.values['old']), new: stage(text.values['new']) });
}

function Owners({ id }: { id: string }): ReactNode {
  const { t } = useTranslation('team');
  const f = useFormats();
  const { data } = useQuery(customers.ownership.history.queryOptions({ input: { id } }));
  if (!data || data.items.length === 0) return null;
  const nobody = t('customers:ownership.nobody');
  return (
    <Card heading={t('customers:ownership.historyTitle')}>
      <ul className={classes.list}>
        {data.items.map(({ id: row, from, to, at, why }) => (
          <li key={row}>
            <span className={classes.what}>
              {t('customers:ownership.change', { from: from?.name ?? nobody, to: to?.name ?? nobody })}
              <small>{[f.date(f.dayOf(at)), t(`customers:ownership.why.${why}`)].join(' · ')}</small>
            </span>
          </li>
        ))}
      </ul>
    </Card>
  );
}
