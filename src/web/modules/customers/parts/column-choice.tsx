import { ActionIcon, Checkbox, Popover } from '@mantine/core';
import { useLocalStorage } from '@mantine/hooks';
import { IconColumns3 } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { CustomerColumn } from './ledger-columns.tsx';
import classes from './list.module.css';

/** Which columns are shown: as the address says, else as remembered on this machine. The name always is. */
export function useShownColumns(
  columns: readonly CustomerColumn[],
  said: string | undefined,
  say: (columns: string) => void,
) {
  const [chosen, setChosen] = useLocalStorage<Record<string, boolean>>({
    key: 'regulars.customers.columns',
    defaultValue: {},
    getInitialValueInEffect: false,
  });
  const named = said === undefined ? undefined : new Set(said.split(','));
  const isShown = ({ key, usual }: CustomerColumn) =>
    key === 'name' || (named ? named.has(key) : (chosen[key] ?? usual));
  const shown = columns.filter(isShown);
  return {
    shown,
    isShown,
    show: (key: string, wanted: boolean) => {
      if (!named) setChosen({ ...chosen, [key]: wanted });
      else say(columns.flatMap((one) => ((one.key === key ? wanted : isShown(one)) ? one.key : [])).join(','));
    },
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
