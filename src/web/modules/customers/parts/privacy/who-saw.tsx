import { useQuery } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '@mantine/core';
import { SideDrawer } from '../../../../kit/side-drawer.tsx';
import { Card } from '../../../../kit/surface.tsx';
import { useFormats } from '../../../../kit/use-formats.ts';
import { api, type Disclosure } from '../../api.ts';
import { useDisclosureWords } from './disclosure-words.ts';
import classes from './privacy.module.css';

const FIRST = 4;

/** Who opened, revealed or took out this customer, the newest first. */
export default function WhoSaw({ customerId }: { customerId: string }): ReactNode {
  const { t } = useTranslation('customers');
  const [open, setOpen] = useState(false);
  const { data } = useQuery(api.privacy.disclosures.ofCustomer.queryOptions({ input: { id: customerId, limit: 100 } }));
  const items = data?.items ?? [];
  if (items.length === 0) return null;
  return (
    <Card
      heading={t('privacy.whoSaw')}
      end={
        items.length > FIRST && (
          <Button size="compact-xs" variant="subtle" onClick={() => setOpen(true)}>
            {t('privacy.all')}
          </Button>
        )
      }
    >
      <List items={items.slice(0, FIRST)} />
      <SideDrawer opened={open} onClose={() => setOpen(false)} title={t('privacy.whoSaw')}>
        <List items={items} />
      </SideDrawer>
    </Card>
  );
}

function List({ items }: { items: readonly Disclosure[] }): ReactNode {
  const f = useFormats();
  const words = useDisclosureWords();
  return (
    <ul className={classes.rows}>
      {items.map((one) => (
        <li key={one.id}>
          <span className={classes.what}>
            {one.by}
            <small>{words(one)}</small>
          </span>
          <time className={classes.quiet} dateTime={one.at} title={f.dateTime(one.at)}>
            {f.age(one.at)}
          </time>
        </li>
      ))}
    </ul>
  );
}
