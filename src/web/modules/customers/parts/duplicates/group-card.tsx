import { Button } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Card } from '../../../../kit/surface.tsx';
import { Tag } from '../../../../kit/tag.tsx';
import type { DuplicateGroup } from '../../api.ts';
import { Comparison } from './comparison.tsx';
import classes from './duplicates.module.css';
import { evidenceWords, sureness } from './evidence-words.ts';
import { useMerging } from './use-merging.ts';

/** Cards that may be of one customer: why, and what to do about it. */
export function GroupCard({ group }: { group: DuplicateGroup }): ReactNode {
  const { t } = useTranslation('customers');
  const [open, setOpen] = useState(false);
  const { busy, distinguish } = useMerging();
  const strongest = [...group.pairs].sort((a, b) => b.score - a.score)[0];
  const { word, tone } = sureness(strongest?.score ?? group.score);
  return (
    <Card
      className={classes.group ?? ''}
      heading={
        <span className={classes.names}>
          {group.customers.map(({ id, name, phone }) => (
            <Link key={id} to="/customers/$id" params={{ id }}>
              {name}
              {phone && phone !== name && <small>{phone}</small>}
            </Link>
          ))}
        </span>
      }
      end={<Tag tone={tone}>{t(`duplicates.${word}`)}</Tag>}
    >
      {strongest && <Evidence pair={strongest} />}
      <div className={classes.acts}>
        <Button variant={open ? 'default' : 'filled'} aria-expanded={open} onClick={() => setOpen(!open)}>
          {t(open ? 'duplicates.close' : 'duplicates.compare')}
        </Button>
        <Button variant="default" loading={busy} onClick={() => void distinguish(group.customers.map(({ id }) => id))}>
          {t('duplicates.different')}
        </Button>
      </div>
      {open && <Comparison cards={group.customers} onDone={() => setOpen(false)} />}
    </Card>
  );
}

/** What speaks for it, and what against it. */
function Evidence({ pair: { score, evidence } }: { pair: DuplicateGroup['pairs'][number] }): ReactNode {
  const { t } = useTranslation('customers');
  return (
    <ul className={classes.evidence} aria-label={t('duplicates.score', { score })}>
      {evidence.map((one) => (
        <li key={one.kind} data-against={one.points < 0 || undefined}>
          {evidenceWords(t, one)} <small>{one.points > 0 ? `+${one.points}` : `−${-one.points}`}</small>
        </li>
      ))}
    </ul>
  );
}
