import { ActionIcon, Button, Checkbox, Input, TextInput } from '@mantine/core';
import { IconPlus, IconX } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { TaskDraft } from './task-draft.ts';
import classes from './tasks.module.css';

interface ChecklistFieldProps {
  items: TaskDraft['checklist'];
  onChange: (items: TaskDraft['checklist']) => void;
}

/** Steps of a task. Enter makes the next one. */
export function ChecklistField({ items, onChange }: ChecklistFieldProps): ReactNode {
  const { t } = useTranslation('team');
  const put = (n: number, change: Partial<TaskDraft['checklist'][number]>) =>
    onChange(items.map((item, index) => (index === n ? { ...item, ...change } : item)));
  const add = () => onChange([...items, { text: '', done: false }]);
  return (
    <Input.Wrapper label={t('field.checklist')} labelElement="div">
      <ul className={classes.items}>
        {items.map((item, n) => (
          <li key={item.id ?? n}>
            <Checkbox
              checked={item.done}
              aria-label={item.text || t('field.item')}
              onChange={(event) => put(n, { done: event.currentTarget.checked })}
            />
            <TextInput
              aria-label={t('field.item')}
              value={item.text}
              maxLength={300}
              autoFocus={item.text === ''}
              onChange={(event) => put(n, { text: event.currentTarget.value })}
              onKeyDown={(event) => {
                if (event.key !== 'Enter') return;
                event.preventDefault();
                if (item.text.trim() !== '') add();
              }}
            />
            <ActionIcon
              variant="subtle"
              color="gray"
              size={36}
              aria-label={t('removeItem', { text: item.text })}
              onClick={() => onChange(items.filter((_, index) => index !== n))}
            >
              <IconX size={16} stroke={1.6} />
            </ActionIcon>
          </li>
        ))}
      </ul>
      <Button variant="subtle" size="compact-sm" leftSection={<IconPlus size={15} />} onClick={add}>
        {t('addItem')}
      </Button>
    </Input.Wrapper>
  );
}
