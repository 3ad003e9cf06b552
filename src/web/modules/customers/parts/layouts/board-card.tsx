import { ActionIcon, Menu } from '@mantine/core';
import { IconGripVertical } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Age } from '../../../../kit/age.tsx';
import { Tag, Tags } from '../../../../kit/tag.tsx';
import { useFormats } from '../../../../kit/use-formats.ts';
import type { CustomerRow } from '../ledger-columns.tsx';
import { minorText } from '../minor-text.ts';
import { STAGES, type Stage } from '../stages.ts';
import classes from './board.module.css';
import type { Grip } from './use-dragging.ts';

interface BoardCardProps {
  row: CustomerRow;
  /** Absent where one may not change customers. */
  onMove?: (to: Stage) => void;
  grip?: Grip;
  held?: boolean;
}

/** A customer on the board. The grip is drawn by mouse or finger; pressed, it offers the stages. */
export function BoardCard({ row, onMove, grip, held }: BoardCardProps): ReactNode {
  const { t } = useTranslation('customers');
  const f = useFormats();
  const { spent, lastOn } = row.columns;
  const currency = f.settings.baseCurrency;
  return (
    <article className={classes.card} data-held={held || undefined}>
      <div className={classes.lead}>
        <Link to="/customers/$id" params={{ id: row.id }}>
          {row.name}
        </Link>
        {onMove && (
          <Menu position="bottom-end" withinPortal>
            <Menu.Target>
              <ActionIcon
                className={classes.grip ?? ''}
                variant="subtle"
                color="gray"
                size={28}
                aria-label={t('layout.move', { name: row.name })}
                {...grip}
              >
                <IconGripVertical size={17} stroke={1.6} />
              </ActionIcon>
            </Menu.Target>
            <Menu.Dropdown>
              <Menu.Label>{t('layout.moveTo')}</Menu.Label>
              {STAGES.filter((stage) => stage !== row.stage).map((stage) => (
                <Menu.Item key={stage} onClick={() => onMove(stage)}>
                  {t(`stage.${stage}`)}
                </Menu.Item>
              ))}
            </Menu.Dropdown>
          </Menu>
        )}
      </div>
      <div className={classes.facts}>
        {row.phone && <span>{row.phone}</span>}
        {typeof spent === 'string' && spent !== '0' && (
          <span>{f.money({ amount: minorText(spent, f), currency })}</span>
        )}
        {typeof lastOn === 'string' && <Age at={lastOn} />}
      </div>
      {row.tags.length > 0 && (
        <Tags>
          {row.tags.slice(0, 3).map((tag) => (
            <Tag key={tag} tone="plain">
              {tag}
            </Tag>
          ))}
        </Tags>
      )}
    </article>
  );
}
