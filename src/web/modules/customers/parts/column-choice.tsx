import { ActionIcon, Checkbox, Popover } from '@mantine/core';
import { useLocalStorage } from '@mantine/hooks';
import { IconColumns3 } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { CustomerColumn } from './ledger-columns.tsx';
import classes from './list.module.css';

/** Which columns are shown, remembered on this machine. The name always is. */
export function useShownColumns(columns: readonly CustomerColumn[]) {
  const [chosen, setChosen] = useLocalStorage<Record<string, boolean>>({
    key: 'regulars.customers.columns',
    defaultValue: {},
    getInitialValueInEffect: false,
  });
  const isShown = (column: CustomerColumn) => column.key === 'name' || (chosen[column.key] ?? column.usual);
  return {
    shown: columns.filter(isShown),
    isShown,
    show: (key: string, shown: boolean) => setChosen({ ...chosen, [key]: shown }),
  };
}

interface ColumnChoiceProps {
  columns: readonly CustomerColumn[];
  isShown: (column: CustomerColumn) => boolean;
  show: (key: string, shown: boolean) => void;
}

export function ColumnChoice({ columns, isShown, show }: ColumnChoiceProps): ReactNode {
  const { t } = useTranslation('kit');
  return (
    <Popover position="bottom-end" shadow="md" withinPortal>
      <Popover.Target>
        <ActionIcon
          className={classes.wideOnly}
          variant="default"
          size={36}
          aria-label={t('ledger.columns')}
          title={t('ledger.columns')}
        >
          <IconColumns3 size={18} stroke={1.6} />
        </ActionIcon>
      </Popover.Target>
      <Popover.Dropdown>
        <div className={classes.columnChoice}>
          {columns
            .filter(({ key }) => key !== 'name')
            .map((column) => (
              <Checkbox
                key={column.key}
                label={column.title}
                checked={isShown(column)}
                onChange={(event) => show(column.key, event.currentTarget.checked)}
              />
            ))}
        </div>
      </Popover.Dropdown>
    </Popover>
  );
}
