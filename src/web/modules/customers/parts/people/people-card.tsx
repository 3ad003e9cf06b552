import { ActionIcon, Button } from '@mantine/core';
import { IconPencil, IconPhone, IconUserPlus } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { ErrorState } from '../../../../kit/error-state.tsx';
import { SideDrawer } from '../../../../kit/side-drawer.tsx';
import { Card } from '../../../../kit/surface.tsx';
import type { Person } from '../../api.ts';
import classes from './people.module.css';
import { PersonForm } from './person-form.tsx';
import { useAround, type AroundProps } from './use-around.ts';

/** Family, contacts, and who brought whom; the same link stands on the other's card. */
export default function PeopleCard({ customerId }: { customerId: string }): ReactNode {
  const { t } = useTranslation('customers');
  const acts = useAround(customerId);
  const { card, around, error, retry } = acts;
  const [open, setOpen] = useState<Person | 'new' | null>(null);
  if (!card) return null;
  if (error && !around) return <ErrorState error={error} retry={retry} small />;
  if (!around || (around.people.length === 0 && !card.may.edit)) return null;
  const close = () => setOpen(null);
  const brought = around.people.filter(({ role }) => role === 'referred').length;
  return (
    <Card heading={t('people.title')} note={brought > 0 ? t('people.brought', { count: brought }) : undefined}>
      {around.people.length === 0 ? (
        <p className={classes.quiet}>{t('people.none')}</p>
      ) : (
        <ul className={classes.rows}>
          {around.people.map((person) => (
            <PersonRow key={person.id} person={person} may={card.may.edit} onEdit={() => setOpen(person)} />
          ))}
        </ul>
      )}
      {card.may.edit && (
        <div className={classes.acts}>
          <Button
            size="compact-sm"
            variant="light"
            leftSection={<IconUserPlus size={15} stroke={1.7} />}
            onClick={() => setOpen('new')}
          >
            {t('people.add')}
          </Button>
        </div>
      )}
      <SideDrawer
        opened={open !== null}
        onClose={close}
        title={open === null || open === 'new' ? t('people.addTitle', { name: card.name }) : open.name}
      >
        {open !== null && <Opened card={card} acts={acts} open={open} onDone={close} />}
      </SideDrawer>
    </Card>
  );
}

function Opened({ open, ...rest }: AroundProps & { open: Person | 'new'; onDone: () => void }): ReactNode {
  return open === 'new' ? <PersonForm {...rest} /> : <PersonForm {...rest} person={open} />;
}

interface PersonRowProps {
  person: Person;
  may: boolean;
  onEdit: () => void;
}

function PersonRow({ person, may, onEdit }: PersonRowProps): ReactNode {
  const { t } = useTranslation('customers');
  const { name, role, label, labelTells, stake, note, phone, customer } = person;
  const what = [
    t(`people.role.${role}`),
    label && (labelTells === 'us' ? t('people.asTheir', { label }) : label),
    stake && t(`people.stake.${stake}`),
  ];
  const covered = phone?.includes('*') ?? false;
  return (
    <li>
      <span className={classes.what}>
        {customer ? (
          <Link to="/customers/$id" params={{ id: customer.id }}>
            {name}
          </Link>
        ) : (
          name
        )}
        <small>{what.filter(Boolean).join(' · ')}</small>
        {note && <small>{note}</small>}
      </span>
      {phone && !covered && (
        <ActionIcon component="a" href={`tel:${phone}`} variant="subtle" aria-label={`${name}: ${phone}`} title={phone}>
          <IconPhone size={16} stroke={1.7} />
        </ActionIcon>
      )}
      {phone && covered && <span className={classes.covered}>{phone}</span>}
      {may && (
        <ActionIcon variant="subtle" aria-label={t('people.editNamed', { name })} onClick={onEdit}>
          <IconPencil size={16} stroke={1.7} />
        </ActionIcon>
      )}
    </li>
  );
}
