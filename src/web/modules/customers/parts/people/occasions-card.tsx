import { ActionIcon, Button } from '@mantine/core';
import { IconCalendarHeart, IconLock, IconPencil } from '@tabler/icons-react';
import type { TFunction } from 'i18next';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { birthdayText, monthName } from '../../../../kit/birthday.ts';
import { SideDrawer } from '../../../../kit/side-drawer.tsx';
import { Card } from '../../../../kit/surface.tsx';
import { useFormats } from '../../../../kit/use-formats.ts';
import type { Around, Occasion } from '../../api.ts';
import { OccasionForm } from './occasion-form.tsx';
import classes from './people.module.css';
import { useAround } from './use-around.ts';

/** Days that matter to the customer or to somebody around them, the next to come first. */
export default function OccasionsCard({ customerId }: { customerId: string }): ReactNode {
  const { t } = useTranslation('customers');
  const acts = useAround(customerId);
  const { card, around } = acts;
  const [open, setOpen] = useState<Occasion | 'new' | null>(null);
  if (!card || !around || (around.occasions.length === 0 && !card.may.edit)) return null;
  const close = () => setOpen(null);
  return (
    <Card heading={t('occasions.title')}>
      {around.occasions.length === 0 ? (
        <p className={classes.quiet}>{t('occasions.none')}</p>
      ) : (
        <ul className={classes.rows}>
          {around.occasions.map((occasion) => (
            <OccasionRow
              key={occasion.id}
              occasion={occasion}
              around={around}
              may={card.may.edit && occasion.kind !== null}
              onEdit={() => setOpen(occasion)}
            />
          ))}
        </ul>
      )}
      {card.may.edit && (
        <div className={classes.acts}>
          <Button
            size="compact-sm"
            variant="light"
            leftSection={<IconCalendarHeart size={15} stroke={1.7} />}
            onClick={() => setOpen('new')}
          >
            {t('occasions.add')}
          </Button>
        </div>
      )}
      <SideDrawer
        opened={open !== null}
        onClose={close}
        title={open === 'new' ? t('occasions.addTitle', { name: card.name }) : t('occasions.editTitle')}
      >
        {open !== null && (
          <OccasionForm
            card={card}
            acts={acts}
            people={around.people}
            {...(open === 'new' ? {} : { occasion: open })}
            onDone={close}
          />
        )}
      </SideDrawer>
    </Card>
  );
}

interface OccasionRowProps {
  occasion: Occasion;
  around: Around;
  may: boolean;
  onEdit: () => void;
}

function OccasionRow({ occasion, around, may, onEdit }: OccasionRowProps): ReactNode {
  const { t } = useTranslation('customers');
  const f = useFormats();
  const { next, once, years, note, sensitive } = occasion;
  const what = occasionText(occasion, around, t);
  const when = [
    dateText(occasion, t),
    next === null
      ? once && t('occasions.over')
      : occasion.date?.calendar === 'lunar' && t('occasions.next', { day: f.date(next) }),
    years !== null && years > 0 && t('occasions.years', { count: years }),
  ];
  return (
    <li>
      <span className={classes.what}>
        <span className={classes.day}>
          {what}
          {sensitive && <IconLock size={14} stroke={1.7} role="img" aria-label={t('occasions.sensitiveMark')} />}
        </span>
        <small>{when.filter(Boolean).join(' · ')}</small>
        {note && <small>{note}</small>}
      </span>
      {may && (
        <ActionIcon variant="subtle" aria-label={t('occasions.edit', { what })} onClick={onEdit}>
          <IconPencil size={16} stroke={1.7} />
        </ActionIcon>
      )}
    </li>
  );
}

function occasionText({ kind, title, personId }: Occasion, { people }: Around, t: TFunction<'customers'>): string {
  if (kind === null) return t('occasions.covered');
  const what = title ?? t(`occasions.kind.${kind}`);
  const person = people.find(({ id }) => id === personId);
  if (!person) return what;
  const whose = t('people.named', { name: person.name, role: t(`people.role.${person.role}`) });
  return t('occasions.whose', { person: whose, what });
}

function dateText({ date }: Occasion, t: TFunction<'customers'>): string | null {
  if (!date) return null;
  const { day, ...rest } = date;
  return day === null ? monthName(date.calendar, date.month, t) : birthdayText({ ...rest, day }, t);
}
