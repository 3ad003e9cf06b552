import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useMay } from '../../../../api/session.ts';
import { SideDrawer } from '../../../../kit/side-drawer.tsx';
import { Card, Facts } from '../../../../kit/surface.tsx';
import { Tag } from '../../../../kit/tag.tsx';
import { useFormats } from '../../../../kit/use-formats.ts';
import { api } from '../../api.ts';
import classes from './cases.module.css';
import { OpenCaseForm } from './open-case-form.tsx';

/** The customer's open case, or the way to open one. */
export default function CaseCard({ customerId }: { customerId: string }): ReactNode {
  const { t } = useTranslation('retention');
  const f = useFormats();
  const mayOpen = useMay('retention.edit');
  const [opening, setOpening] = useState(false);
  const { data } = useQuery(api.cases.list.queryOptions({ input: { customerId, show: 'open', limit: 1 } }));
  if (!data) return null;
  const [one] = data.items;
  if (!one && !mayOpen) return null;
  return (
    <Card
      heading={t('cases.title')}
      end={one && <Tag tone={one.overdue ? 'act' : 'mind'}>{t(`cases.state.${one.state}`)}</Tag>}
    >
      {one ? (
        <>
          <Facts
            facts={[
              [t('cases.sales'), one.sales?.name ?? t('cases.nobody')],
              [t('cases.service'), one.service?.name ?? t('cases.nobody')],
              [t('cases.due'), f.date(one.dueOn)],
            ]}
          />
          <Button component={Link} to={`/retention/cases/${one.id}`} variant="light" size="compact-sm" mt="xs">
            {t('cases.panel.open')}
          </Button>
        </>
      ) : (
        <>
          <p className={classes.quiet}>{t('cases.panel.none')}</p>
          <Button variant="light" size="compact-sm" onClick={() => setOpening(true)}>
            {t('cases.new')}
          </Button>
          <SideDrawer opened={opening} onClose={() => setOpening(false)} title={t('cases.new')}>
            <OpenCaseForm kind="keep" customerId={customerId} onDone={() => setOpening(false)} />
          </SideDrawer>
        </>
      )}
    </Card>
  );
}
