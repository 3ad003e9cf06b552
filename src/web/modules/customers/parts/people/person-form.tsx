import { Button, SegmentedControl, Select, Textarea, TextInput } from '@mantine/core';
import { useState, type FormEvent, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { personRoles, roleFits, type PersonRole } from '../../../../../modules/customers/people/rules/roles.ts';
import { isApiError } from '../../../../api/errors.ts';
import { useMay } from '../../../../api/session.ts';
import { ConfirmDialog } from '../../../../kit/confirm-dialog.tsx';
import { Form } from '../../../../kit/form.tsx';
import { toast } from '../../../../kit/toast.tsx';
import type { Person } from '../../api.ts';
import { FindCustomer } from './find-customer.tsx';
import classes from './people.module.css';
import type { AroundProps } from './use-around.ts';

const STAKES = ['decides', 'influences', 'uses', 'pays'] as const;
type Stake = (typeof STAKES)[number];

const GROUPS = {
  family: ['spouse', 'parent', 'child', 'sibling', 'grandparent', 'grandchild', 'relative', 'household'],
  work: ['contact', 'employer', 'colleague'],
  referral: ['referrer', 'referred'],
  others: ['friend', 'other'],
} as const satisfies Record<string, readonly PersonRole[]>;

type PersonFormProps = AroundProps & {
  /** Absent: somebody new. */
  person?: Person;
  onDone: () => void;
};

/** Another customer, or a name; and what they are to this one. */
export function PersonForm({ card, acts, person, onDone }: PersonFormProps): ReactNode {
  const { t } = useTranslation('customers');
  const [place, setPlace] = useState(person && !person.customer ? 'without' : 'with');
  const [otherId, setOtherId] = useState<string | null>(null);
  const [name, setName] = useState(person?.name ?? '');
  const [phone, setPhone] = useState(person?.phone ?? '');
  const [role, setRole] = useState<PersonRole>(person?.role ?? (card.kind === 'company' ? 'contact' : 'friend'));
  const [label, setLabel] = useState(person?.label ?? '');
  const [stake, setStake] = useState<Stake | null>(person?.stake ?? null);
  const [note, setNote] = useState(person?.note ?? '');
  const loose = place === 'without';
  const work = role === 'contact' || role === 'employer';
  const groups = Object.entries(GROUPS).flatMap(([group, roles]) => {
    const items = roles.filter(
      (one) => personRoles.includes(one) && roleFits(one, card.kind, person?.customer?.kind ?? null),
    );
    if (items.length === 0) return [];
    return {
      group: t(`people.group.${group}`),
      items: items.map((one) => ({ value: one, label: t(`people.role.${one}`) })),
    };
  });
  const save = (event?: FormEvent) => {
    event?.preventDefault();
    const facts = { role, label, stake: work ? stake : null, note };
    const said = { onSuccess: () => (toast(t('people.saved')), onDone()) };
    if (person) {
      acts.change.mutate(
        { id: card.id, personId: person.id, ...facts, ...(person.customer || !name.trim() ? {} : { name, phone }) },
        said,
      );
    } else acts.add.mutate({ id: card.id, ...facts, ...(loose ? { name, phone } : { otherId }) }, said);
  };
  const failed = acts.add.error ?? acts.change.error;
  return (
    <Form
      submit={t('people.save')}
      busy={acts.add.isPending || acts.change.isPending}
      problem={isApiError(failed) ? failed.message : undefined}
      onSubmit={save}
    >
      {!person && (
        <SegmentedControl
          aria-label={t('people.who')}
          value={place}
          onChange={setPlace}
          data={[
            { value: 'with', label: t('people.withCard') },
            { value: 'without', label: t('people.withoutCard') },
          ]}
        />
      )}
      {!person && !loose && <FindCustomer except={card.id} value={otherId} onChange={setOtherId} />}
      {loose && (
        <>
          <TextInput label={t('people.name')} value={name} onChange={(event) => setName(event.currentTarget.value)} />
          <TextInput
            label={t('people.phone')}
            inputMode="tel"
            value={phone}
            onChange={(event) => setPhone(event.currentTarget.value)}
          />
        </>
      )}
      <Select
        label={t('people.roleLabel', { name: card.name })}
        allowDeselect={false}
        value={role}
        onChange={(one) => setRole((one ?? 'other') as PersonRole)}
        data={groups}
      />
      {(work || role === 'other') && (
        <TextInput
          label={t(work ? 'people.labelContact' : 'people.label')}
          placeholder={work ? undefined : t('people.labelHint')}
          value={label}
          onChange={(event) => setLabel(event.currentTarget.value)}
        />
      )}
      {work && (
        <Select
          label={t('people.stakeLabel')}
          placeholder={t('people.noStake')}
          clearable
          clearButtonProps={{ 'aria-label': t('people.noStake') }}
          value={stake}
          onChange={(one) => setStake(one as Stake | null)}
          data={STAKES.map((one) => ({ value: one, label: t(`people.stake.${one}`) }))}
        />
      )}
      <Textarea
        label={t('people.note')}
        autosize={false}
        rows={2}
        value={note}
        onChange={(event) => setNote(event.currentTarget.value)}
      />
      {person && <PersonActs card={card} acts={acts} person={person} onDone={onDone} />}
    </Form>
  );
}

function PersonActs({ card, acts, person, onDone }: AroundProps & { person: Person; onDone: () => void }): ReactNode {
  const { t } = useTranslation('customers');
  const mayCreate = useMay('customers.create');
  const [asking, setAsking] = useState(false);
  const ids = { id: card.id, personId: person.id };
  const { name } = person;
  const gone = async () => {
    await acts.remove.mutateAsync(ids);
    toast(t('people.removed', { name }));
    onDone();
  };
  return (
    <div className={classes.acts}>
      {!person.customer && mayCreate && (
        <Button
          size="compact-md"
          variant="light"
          loading={acts.giveCard.isPending}
          onClick={() =>
            acts.giveCard.mutate(ids, { onSuccess: () => (toast(t('people.gaveCard', { name })), onDone()) })
          }
        >
          {t('people.giveCard')}
        </Button>
      )}
      <Button size="compact-md" variant="subtle" color="seal" onClick={() => setAsking(true)}>
        {t('people.remove')}
      </Button>
      <ConfirmDialog
        opened={asking}
        onClose={() => setAsking(false)}
        title={t('people.removeTitle', { name })}
        confirm={t('people.remove')}
        grave
        onConfirm={gone}
      >
        {t('people.removeAbout')}
      </ConfirmDialog>
      {acts.giveCard.error && (
        <p className={classes.problem} role="alert">
          {isApiError(acts.giveCard.error) ? acts.giveCard.error.message : t('form.notSaved')}
        </p>
      )}
    </div>
  );
}
