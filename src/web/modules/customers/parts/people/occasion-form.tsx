import { Button, Checkbox, NumberInput, Select, TextInput } from '@mantine/core';
import { useState, type FormEvent, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { isApiError } from '../../../../api/errors.ts';
import { Form } from '../../../../kit/form.tsx';
import { toast, toastProblem, toastWithUndo } from '../../../../kit/toast.tsx';
import type { Occasion, Person } from '../../api.ts';
import { BirthdayField, noBirthday, type BirthdayDraft } from '../birthday-field.tsx';
import classes from './people.module.css';
import type { AroundProps } from './use-around.ts';

const KINDS = ['wedding', 'birthday', 'founding', 'graduation', 'moving', 'memorial', 'other'] as const;
type Kind = (typeof KINDS)[number];

type OccasionFormProps = AroundProps & {
  people: readonly Person[];
  /** Absent: a new one. */
  occasion?: Occasion;
  onDone: () => void;
};

/** A day by sun or moon, every year or once; as much of it as is known. */
export function OccasionForm({ card, acts, people, occasion, onDone }: OccasionFormProps): ReactNode {
  const { t } = useTranslation('customers');
  const [kind, setKind] = useState<Kind>(occasion?.kind ?? (card.kind === 'company' ? 'founding' : 'wedding'));
  const [title, setTitle] = useState(occasion?.title ?? '');
  const [personId, setPersonId] = useState<string | null>(occasion?.personId ?? null);
  const [date, setDate] = useState(draftOf(occasion));
  const [once, setOnce] = useState(occasion?.once ?? false);
  const [daysAhead, setDaysAhead] = useState<number | ''>(occasion?.daysAhead ?? '');
  const [sensitive, setSensitive] = useState(occasion?.sensitive ?? false);
  const [note, setNote] = useState(occasion?.note ?? '');
  const given = {
    id: card.id,
    kind,
    title,
    personId,
    date: dateOf(date),
    once,
    daysAhead: daysAhead === '' ? null : daysAhead,
    sensitive,
    note,
  };
  const save = (event?: FormEvent) => {
    event?.preventDefault();
    const said = { onSuccess: () => (toast(t('occasions.saved')), onDone()) };
    if (occasion) acts.changeOccasion.mutate({ ...given, occasionId: occasion.id }, said);
    else acts.addOccasion.mutate(given, said);
  };
  const remove = (one: Occasion) => {
    const again = () => acts.addOccasion.mutate(asGiven(card.id, one));
    acts.removeOccasion.mutate(
      { id: card.id, occasionId: one.id },
      {
        onSuccess: () => (toastWithUndo(t('occasions.removed'), again), onDone()),
        onError: (error) => toastProblem(isApiError(error) ? error.message : t('form.notSaved')),
      },
    );
  };
  const failed = acts.addOccasion.error ?? acts.changeOccasion.error;
  return (
    <Form
      submit={t('occasions.save')}
      busy={acts.addOccasion.isPending || acts.changeOccasion.isPending}
      problem={isApiError(failed) ? failed.message : undefined}
      onSubmit={save}
    >
      <Select
        label={t('occasions.kindLabel')}
        allowDeselect={false}
        value={kind}
        onChange={(one) => setKind((one ?? 'other') as Kind)}
        data={KINDS.map((one) => ({ value: one, label: t(`occasions.kind.${one}`) }))}
      />
      <TextInput
        label={t('occasions.titleLabel')}
        description={t('occasions.titleHint')}
        value={title}
        onChange={(event) => setTitle(event.currentTarget.value)}
      />
      {people.length > 0 && (
        <Select
          label={t('occasions.whoseLabel')}
          allowDeselect={false}
          value={personId ?? 'own'}
          onChange={(one) => setPersonId(one === 'own' ? null : one)}
          data={[
            { value: 'own', label: t('occasions.own', { name: card.name }) },
            ...people.map(({ id, name, role }) => ({
              value: id,
              label: t('people.named', { name, role: t(`people.role.${role}`) }),
            })),
          ]}
        />
      )}
      <BirthdayField legend={t('occasions.date')} value={date} onChange={setDate} />
      {date.month !== null && date.day === null && <p className={classes.quiet}>{t('occasions.monthOnly')}</p>}
      <Checkbox label={t('occasions.once')} checked={once} onChange={(event) => setOnce(event.currentTarget.checked)} />
      <NumberInput
        label={t('occasions.daysAhead')}
        placeholder={t('occasions.daysAheadHint')}
        min={0}
        max={60}
        hideControls
        value={daysAhead}
        onChange={(value) => setDaysAhead(typeof value === 'number' ? value : '')}
      />
      <Checkbox
        label={t('occasions.sensitive')}
        checked={sensitive}
        onChange={(event) => setSensitive(event.currentTarget.checked)}
      />
      <TextInput label={t('occasions.note')} value={note} onChange={(event) => setNote(event.currentTarget.value)} />
      {occasion && (
        <div className={classes.acts}>
          <Button
            size="compact-md"
            variant="subtle"
            color="seal"
            loading={acts.removeOccasion.isPending}
            onClick={() => remove(occasion)}
          >
            {t('occasions.remove')}
          </Button>
        </div>
      )}
    </Form>
  );
}

function draftOf(occasion: Occasion | undefined): BirthdayDraft {
  if (!occasion?.date) return noBirthday;
  const { calendar, year, month, day, leapMonth } = occasion.date;
  return {
    calendar,
    year: year === undefined ? '' : String(year),
    month: String(month),
    day: day === null ? null : String(day),
    leapMonth: leapMonth ?? false,
  };
}

/** What is not chosen yet is refused by the server in words. */
function dateOf({ calendar, year, month, day, leapMonth }: BirthdayDraft) {
  return {
    calendar,
    ...(year === '' ? {} : { year: Number(year) }),
    month: Number(month ?? 0),
    day: day === null ? null : Number(day),
    ...(leapMonth ? { leapMonth } : {}),
  };
}

function asGiven(customerId: string, { kind, title, personId, date, once, daysAhead, sensitive, note }: Occasion) {
  return {
    id: customerId,
    kind: kind ?? ('other' as const),
    title,
    personId,
    date: date ?? { month: 0 },
    once,
    daysAhead,
    sensitive,
    note,
  };
}
