import { Button, Textarea, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useDisclosure } from '@mantine/hooks';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useMay } from '../../../api/session.ts';
import { Form } from '../../../kit/form.tsx';
import { SideDrawer } from '../../../kit/side-drawer.tsx';
import { Card } from '../../../kit/surface.tsx';
import type { Cell, Division } from '../api.ts';
import classes from './classes.module.css';
import { useChange } from './use-change.ts';

/** What is to be done with the customers of a class; the workspace may say it in its own words. */
export function PlaybookCard({ division, cell }: { division: Division; cell: Cell }): ReactNode {
  const { t } = useTranslation('segments');
  const mayEdit = useMay('classes.edit');
  const [opened, { open, close }] = useDisclosure();
  const title = t('playbook.title', { name: cell.name });
  const edit = mayEdit && (
    <Button variant="subtle" size="compact-sm" onClick={open}>
      {t('playbook.edit')}
    </Button>
  );
  return (
    <Card heading={title} note={cell.ownWords ? t('playbook.own') : undefined} end={edit || undefined}>
      <p className={classes.strategy}>{cell.strategy}</p>
      <ol className={classes.steps}>
        {[...new Set(cell.playbook)].map((step) => (
          <li key={step}>{step}</li>
        ))}
      </ol>
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
  const form = useForm({ initialValues: { strategy: cell.strategy, steps: cell.playbook.join('\n') } });
  const { change, problem } = useChange({ done: t('playbook.saved'), onDone, onFields: form.setErrors });
  const save = (own: { strategy: string; playbook: string[] } | null) =>
    change.mutate({
      scheme: division.scheme,
      version: division.settings.version,
      playbooks: { [cell.key]: own },
    });
  const submit = form.onSubmit(({ strategy, steps }) =>
    save({ strategy: strategy.trim(), playbook: steps.split('\n').flatMap((step) => step.trim() || []) }),
  );
  return (
    <Form submit={t('playbook.save')} busy={change.isPending} onSubmit={submit} onCancel={onDone} problem={problem}>
      <TextInput label={t('playbook.strategy')} maxLength={200} required {...form.getInputProps('strategy')} />
      <Textarea
        label={t('playbook.steps')}
        description={t('playbook.stepsAbout')}
        autosize
        minRows={5}
        {...form.getInputProps('steps')}
      />
      {cell.ownWords && (
        <Button variant="subtle" size="compact-sm" disabled={change.isPending} onClick={() => save(null)}>
          {t('playbook.standard')}
        </Button>
      )}
    </Form>
  );
}
