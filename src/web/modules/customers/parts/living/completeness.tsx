import { ActionIcon, Popover } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconCheck, IconInfoCircle, IconMinus } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormats } from '../../../../kit/use-formats.ts';
import type { CustomerCard } from '../../api.ts';
import { nameIn, useFields } from '../fields/use-fields.ts';
import classes from './living.module.css';

/** "40% complete", and on tap what it is made of: every fact with its weight and age. */
export function Completeness({ card }: { card: CustomerCard }): ReactNode {
  const { t, i18n } = useTranslation('customers');
  const f = useFormats();
  const { fields } = useFields();
  const [opened, { toggle, close }] = useDisclosure();
  const percent = f.percent(card.completeness / 100);
  const stale = new Set(card.stale.map(({ kind }) => kind));
  const nameOf = (kind: string) => {
    const own = fields.find(({ key }) => kind === `custom.${key}`);
    return own ? nameIn(own, i18n.language) : t(`asked.${kind}`, { defaultValue: kind });
  };
  return (
    <>
      {t('card.complete', { percent })}
      <Popover opened={opened} onChange={close} width={320} position="bottom" withArrow trapFocus returnFocus>
        <Popover.Target>
          <ActionIcon
            className={classes.how ?? ''}
            variant="subtle"
            color="gray"
            size={22}
            onClick={toggle}
            aria-label={t('completeness.how')}
          >
            <IconInfoCircle size={15} stroke={1.7} />
          </ActionIcon>
        </Popover.Target>
        <Popover.Dropdown aria-label={t('completeness.how')} tabIndex={-1} data-autofocus>
          <p className={classes.about}>{t('completeness.about', { percent })}</p>
          <ul className={classes.facts}>
            {card.facts.map(({ kind, weight, known, on }) => (
              <li key={kind} data-known={known || undefined}>
                {known ? (
                  <IconCheck size={15} stroke={2} role="img" aria-label={t('completeness.known')} />
                ) : (
                  <IconMinus size={15} stroke={2} role="img" aria-label={t('completeness.missing')} />
                )}
                <span>
                  {nameOf(kind)}
                  {on && (
                    <small>{t(stale.has(kind) ? 'completeness.old' : 'completeness.on', { age: f.age(on) })}</small>
                  )}
                </span>
                <b>{t('completeness.weight', { points: weight })}</b>
              </li>
            ))}
          </ul>
        </Popover.Dropdown>
      </Popover>
    </>
  );
}
