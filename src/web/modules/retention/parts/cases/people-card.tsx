import { Button, Select } from '@mantine/core';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Card, Facts } from '../../../../kit/surface.tsx';
import type { OpenedCase } from '../../api.ts';
import { useColleagueChoice } from '../colleagues.ts';
import { problemOf } from '../problem.ts';
import classes from './cases.module.css';
import { useCase } from './use-case.ts';

/** The two who share the case. */
export function PeopleCard({ one }: { one: OpenedCase }): ReactNode {
  const { t } = useTranslation('retention');
  const { assign } = useCase();
  const people = useColleagueChoice({ me: (name) => t('cases.me', { name }), nobody: t('cases.nobody') });
  const [salesId, setSales] = useState(one.sales?.id ?? '');
  const [serviceId, setService] = useState(one.service?.id ?? '');
  const changed = salesId !== (one.sales?.id ?? '') || serviceId !== (one.service?.id ?? '');
  if (one.state === 'closed' || !one.mayEdit) {
    return (
      <Card heading={t('cases.who')}>
        <Facts
          facts={[
            [t('cases.sales'), one.sales?.name ?? t('cases.nobody')],
            [t('cases.service'), one.service?.name ?? t('cases.nobody')],
          ]}
        />
      </Card>
    );
  }
  return (
    <Card heading={t('cases.who')}>
      <div className={classes.stack}>
        <Select
          label={t('cases.sales')}
          data={people}
          value={salesId}
          allowDeselect={false}
          onChange={(value) => setSales(value ?? '')}
        />
        <Select
          label={t('cases.service')}
          data={people}
          value={serviceId}
          allowDeselect={false}
          onChange={(value) => setService(value ?? '')}
        />
        <p className={classes.quiet}>{t('cases.whoAbout')}</p>
        {problemOf(assign.error) && <p role="alert">{problemOf(assign.error)?.message}</p>}
        {changed && (
          <Button
            loading={assign.isPending}
            onClick={() =>
              assign.mutate({
                id: one.id,
                version: one.version,
                salesId: salesId || null,
                serviceId: serviceId || null,
              })
            }
          >
            {t('cases.assign')}
          </Button>
        )}
      </div>
    </Card>
  );
}
