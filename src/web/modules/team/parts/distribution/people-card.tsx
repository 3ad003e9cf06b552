import { Button, NumberInput } from '@mantine/core';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { isApiError } from '../../../../api/errors.ts';
import { PersonAvatar } from '../../../../kit/person-avatar.tsx';
import { Card } from '../../../../kit/surface.tsx';
import { Tag } from '../../../../kit/tag.tsx';
import { useFormats } from '../../../../kit/use-formats.ts';
import type { DistributionState } from '../../api.ts';
import board from '../board.module.css';
import classes from './distribution.module.css';
import { useDistribution } from './use-distribution.ts';

/** Who looks after how many, and how many at most. */
export function PeopleCard({ state }: { state: DistributionState }): ReactNode {
  const { t } = useTranslation('team');
  const f = useFormats();
  const { saving } = useDistribution();
  const [limits, setLimits] = useState(new Map(state.people.map(({ member, limit }) => [member.id, limit])));
  const save = () =>
    saving.mutate({
      limits: [...limits].flatMap(([memberId, customers]) => (customers === null ? [] : [{ memberId, customers }])),
    });
  return (
    <Card heading={t('distribution.people')}>
      <div className={board.scroll} tabIndex={0} role="region" aria-label={t('distribution.people')}>
        <table className={board.board}>
          <thead>
            <tr>
              <th scope="col">{t('board.who')}</th>
              <th scope="col">{t('distribution.customers')}</th>
              <th scope="col">{t('distribution.takenToday')}</th>
              <th scope="col">{t('distribution.leaving')}</th>
              <th scope="col">{t('distribution.limit')}</th>
            </tr>
          </thead>
          <tbody>
            {state.people.map(({ member, customers, limit, away, takenToday, leaving }) => (
              <tr key={member.id}>
                <th scope="row">
                  <span className={board.who}>
                    <PersonAvatar name={member.name} size={28} />
                    {member.name}
                    {away && <Tag tone="plain">{t('distribution.away')}</Tag>}
                  </span>
                </th>
                <td>
                  {f.count(customers)}
                  {limit !== null && <Load have={customers.value} most={limit} />}
                </td>
                <td>{takenToday || '–'}</td>
                <td data-late={leaving > 0 || undefined}>{leaving || '–'}</td>
                <td>
                  <NumberInput
                    className={classes.limit}
                    aria-label={t('distribution.limitOf', { name: member.name })}
                    placeholder={t('distribution.noLimit')}
                    min={0}
                    max={1_000_000}
                    allowDecimal={false}
                    value={limits.get(member.id) ?? ''}
                    onChange={(value) =>
                      setLimits(new Map(limits).set(member.id, typeof value === 'number' ? value : null))
                    }
                  />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <div className={`${classes.acts} ${classes.save}`}>
        <Button loading={saving.isPending} onClick={save}>
          {t('distribution.saveLimits')}
        </Button>
        {isApiError(saving.error) && (
          <p role="alert" className={classes.problem}>
            {saving.error.message}
          </p>
        )}
      </div>
    </Card>
  );
}

function Load({ have, most }: { have: number; most: number }): ReactNode {
  const share = most === 0 ? 1 : Math.min(1, have / most);
  return (
    <span className={classes.load} data-full={have >= most || undefined} aria-hidden="true">
      <span style={{ '--share': `${Math.round(share * 100)}%` } as React.CSSProperties} />
    </span>
  );
}
