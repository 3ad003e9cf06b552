import { Button, Select, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useMutation } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useWorkspace } from '../../../api/session.ts';
import { Form, FormRow } from '../../../kit/form.tsx';
import { SideDrawer } from '../../../kit/side-drawer.tsx';
import { Card } from '../../../kit/surface.tsx';
import { Tag } from '../../../kit/tag.tsx';
import { useFormats } from '../../../kit/use-formats.ts';
import { api, type MemberView } from '../api.ts';
import classes from './door.module.css';
import { asChoices, useAbsences, useAfterChange } from './use-team.ts';

interface Props {
  members: readonly MemberView[];
  manages: boolean;
}

/** Who is away, and who stands in. */
export function AbsencesCard({ members, manages }: Props): ReactNode {
  const { t } = useTranslation('workspaces');
  const f = useFormats();
  const [opened, setOpened] = useState(false);
  const end = useMutation(api.absences.end.mutationOptions(useAfterChange()));
  const nameOf = (id: string) => members.find((member) => member.id === id)?.name ?? '';
  const self = members.find((member) => member.self)?.id;
  return (
    <Card heading={t('absences.title')}>
      <p className={classes.about}>{t('absences.about')}</p>
      <ul className={classes.list}>
        {useAbsences().map((absence) => (
          <li key={absence.id}>
            <span className={classes.grow}>
              {t('absences.who', { name: nameOf(absence.memberId), deputy: nameOf(absence.deputyId) })}{' '}
              {absence.now && <Tag tone="mind">{t('absences.now')}</Tag>}
              <span className={classes.small}>
                {t('absences.when', {
                  from: f.date(f.dayOf(absence.from)),
                  // The end is an instant; the day before it is the last one away.
                  until: f.date(f.dayOf(new Date(Date.parse(absence.until) - 1).toISOString())),
                })}
              </span>
            </span>
            {(manages || absence.memberId === self) && (
              <Button variant="default" size="sm" onClick={() => end.mutate({ id: absence.id })}>
                {absence.now ? t('absences.end') : t('absences.takeBack')}
              </Button>
            )}
          </li>
        ))}
      </ul>
      <Button variant="default" onClick={() => setOpened(true)}>
        {t('absences.add')}
      </Button>
      <SideDrawer opened={opened} onClose={() => setOpened(false)} title={t('absences.add')}>
        {opened && <AbsenceForm members={members} manages={manages} onDone={() => setOpened(false)} />}
      </SideDrawer>
    </Card>
  );
}

function AbsenceForm({ members, manages, onDone }: Props & { onDone: () => void }): ReactNode {
  const { t } = useTranslation('workspaces');
  const { today } = useWorkspace();
  const here = members.filter(({ active }) => active);
  const self = here.find((member) => member.self)?.id ?? '';
  const record = useMutation(api.absences.create.mutationOptions(useAfterChange(onDone)));
  const form = useForm({
    initialValues: { memberId: self, deputyId: '', from: today, until: today },
    validate: { deputyId: (value) => (value ? null : t('door.fillIn')) },
  });
  return (
    <Form
      submit={t('members.save')}
      busy={record.isPending}
      onCancel={onDone}
      onSubmit={form.onSubmit((values) => record.mutate(values))}
    >
      {manages && (
        <Select
          label={t('absences.absent')}
          data={asChoices(here)}
          allowDeselect={false}
          {...form.getInputProps('memberId')}
        />
      )}
      <Select
        label={t('absences.deputy')}
        data={asChoices(here.filter(({ id }) => id !== form.values.memberId))}
        allowDeselect={false}
        {...form.getInputProps('deputyId')}
      />
      <FormRow>
        <TextInput type="date" label={t('absences.from')} {...form.getInputProps('from')} />
        <TextInput type="date" label={t('absences.until')} {...form.getInputProps('until')} />
      </FormRow>
    </Form>
  );
}
