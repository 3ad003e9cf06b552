import { ActionIcon, Button, Group } from '@mantine/core';
import { IconArrowDown, IconArrowUp, IconTrash } from '@tabler/icons-react';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Step } from '../../../../modules/care/journeys/plan-contract.ts';
import { Form } from '../../../kit/form.tsx';
import { DeedFields } from './deed-fields.tsx';
import { ForkFields } from './fork-fields.tsx';
import classes from './journeys.module.css';
import type { Names } from './names.ts';

interface StepFormProps {
  step: Step;
  names: Names;
  sentence: string | undefined;
  readOnly: boolean;
  onKeep: (step: Step) => void;
  onMove: (by: -1 | 1) => void;
  onRemove: () => void;
}

export function StepForm({ step, names, sentence, readOnly, onKeep, onMove, onRemove }: StepFormProps): ReactNode {
  const { t } = useTranslation('care');
  const [draft, setDraft] = useState(step);
  const shared = { step: draft, names, sentence, onChange: setDraft };
  return (
    <Form
      submit={t('journey.form.save')}
      onSubmit={(event) => {
        event?.preventDefault();
        if (!readOnly) onKeep(draft);
      }}
    >
      <fieldset disabled={readOnly} style={{ border: 0, margin: 0, padding: 0, minWidth: 0 }}>
        <div className={classes.fields}>
          {['wait', 'until', 'condition', 'split'].includes(draft.kind) ? (
            <ForkFields {...shared} />
          ) : (
            <DeedFields {...shared} />
          )}
          {!readOnly && (
            <Group gap={8}>
              <ActionIcon variant="default" size={38} aria-label={t('journey.up')} onClick={() => onMove(-1)}>
                <IconArrowUp size={16} />
              </ActionIcon>
              <ActionIcon variant="default" size={38} aria-label={t('journey.down')} onClick={() => onMove(1)}>
                <IconArrowDown size={16} />
              </ActionIcon>
              <Button variant="subtle" color="gray" leftSection={<IconTrash size={15} />} onClick={onRemove}>
                {t('journey.removeStep')}
              </Button>
            </Group>
          )}
        </div>
      </fieldset>
    </Form>
  );
}
