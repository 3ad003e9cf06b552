import { Button, NumberInput, Select, Textarea, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useDisclosure } from '@mantine/hooks';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { PLAYBOOK_ROLES } from '../../../../modules/segments/rules/playbooks.ts';
import { useMay } from '../../../api/session.ts';
import { Form, FormRow } from '../../../kit/form.tsx';
import { SideDrawer } from '../../../kit/side-drawer.tsx';
import { Card, Facts } from '../../../kit/surface.tsx';
import { useFormats } from '../../../kit/use-formats.ts';
import type { Cell, Division, DivisionSettings } from '../api.ts';
import classes from './classes.module.css';
import { useChange } from './use-change.ts';

/** What is to be done with the customers of a class; the workspace may say it in its own words. */
export function PlaybookCard({ division, cell }: { division: Division; cell: Cell }): ReactNode {
  const { t } = useTranslation('segments');
  const f = useFormats();
  const mayEdit = useMay('classes.edit');
  const [opened, { open, close }] = useDisclosure();
  const title = t('playbook.title', { name: cell.name });
  const edit = mayEdit && (
    <Button variant="subtle" size="compact-sm" onClick={open}>
      {t('playbook.edit')}
    </Button>
  );
  const rhythm = cell.rhythmDays === 0 ? t('playbook.onlyAsked') : t('playbook.every', { count: cell.rhythmDays });
  const budget =
    cell.budgetPercent === 0
      ? t('playbook.noBudget')
      : cell.budget
        ? t('playbook.budgetOf', { amount: f.money(cell.budget, 'none'), percent: f.number(cell.budgetPercent, 1) })
        : t('playbook.budgetPercentOf', { percent: f.number(cell.budgetPercent, 1) });
  return (
    <Card heading={title} note={cell.ownWords ? t('playbook.own') : undefined} end={edit || undefined}>
      <p className={classes.strategy}>{cell.strategy}</p>
      <ol className={classes.steps}>
        {[...new Set(cell.playbook)].map((step) => (
          <li key={step}>{step}</li>
        ))}
      </ol>
      {cell.words !== '' && <blockquote className={classes.words}>{cell.words}</blockquote>}
      <Facts
        facts={[
          [t('playbook.offer'), cell.offer],
          [t('playbook.budget'), budget],
          [t('playbook.rhythm'), rhythm],
          [t('playbook.role'), t(`roles.${cell.role}`)],
        ]}
      />
      <SideDrawer opened={opened} onClose={close} title={title}>
        {opened && <PlaybookForm division={division} cell={cell} onDone={close} />}
      </SideDrawer>
    </Card>
  );
}

interface PlaybookFormProps {
  division: Division;
  cell: Cell;
  onDone: () => void;
}

function PlaybookForm({ division, cell, onDone }: PlaybookFormProps): ReactNode {
  const { t } = useTranslation('segments');
  const { strategy, playbook, words, offer, budgetPercent, rhythmDays, role } = cell;
  const form = useForm({
    initialValues: { strategy, steps: playbook.join('\n'), words, offer, budgetPercent, rhythmDays, role },
  });
  const { change, problem } = useChange({ done: t('playbook.saved'), onDone, onFields: form.setErrors });
  const save = (own: DivisionSettings['playbooks'][string]) =>
    change.mutate({
      scheme: division.scheme,
      version: division.settings.version,
      playbooks: { [cell.key]: own },
    });
  const submit = form.onSubmit(({ steps, ...rest }) =>
    save({
      ...rest,
      strategy: rest.strategy.trim(),
      playbook: steps.split('\n').flatMap((step) => step.trim() || []),
      budgetPercent: Number(rest.budgetPercent),
      rhythmDays: Number(rest.rhythmDays),
    }),
  );
  return (
    <Form submit={t('playbook.save')} busy={change.isPending} onSubmit={submit} onCancel={onDone} problem={problem}>
      <TextInput label={t('playbook.strategy')} maxLength={200} required {...form.getInputProps('strategy')} />
      <Textarea
        label={t('playbook.steps')}
        description={t('playbook.stepsAbout')}
        autosize
        minRows={4}
        {...form.getInputProps('steps')}
      />
      <Textarea label={t('playbook.words')} autosize minRows={2} maxLength={500} {...form.getInputProps('words')} />
      <Textarea label={t('playbook.offer')} autosize maxLength={300} {...form.getInputProps('offer')} />
      <FormRow>
        <NumberInput
          label={t('playbook.budgetPercent')}
          min={0}
          max={100}
          decimalScale={1}
          suffix=" %"
          {...form.getInputProps('budgetPercent')}
        />
        <NumberInput
          label={t('playbook.rhythmDays')}
          min={0}
          max={730}
          allowDecimal={false}
          {...form.getInputProps('rhythmDays')}
        />
      </FormRow>
      <Select
        label={t('playbook.role')}
        data={PLAYBOOK_ROLES.map((value) => ({ value, label: t(`roles.${value}`) }))}
        allowDeselect={false}
        {...form.getInputProps('role')}
      />
      {cell.ownWords && (
        <Button variant="subtle" size="compact-sm" disabled={change.isPending} onClick={() => save(null)}>
          {t('playbook.standard')}
        </Button>
      )}
    </Form>
  );
}
