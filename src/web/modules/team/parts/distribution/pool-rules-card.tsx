import { Button, NumberInput, Switch } from '@mantine/core';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { isApiError } from '../../../../api/errors.ts';
import { Card } from '../../../../kit/surface.tsx';
import type { DistributionState } from '../../api.ts';
import classes from './distribution.module.css';
import { useDistribution } from './use-distribution.ts';

const USUAL_DAYS = 90;

/** When customers go back to the pool, and how they come out of it. */
export function PoolRulesCard({ state }: { state: DistributionState }): ReactNode {
  const { t } = useTranslation('team');
  const { saving } = useDistribution();
  const [settings, setSettings] = useState(state.settings);
  const put = (change: Partial<typeof settings>) => setSettings({ ...settings, ...change });
  const { poolAfterDays, warnDays, takesADay, ownBranchOnly } = settings;
  return (
    <Card heading={t('pool.rules')}>
      <div className={classes.fields}>
        <Switch
          label={t('pool.goBack')}
          checked={poolAfterDays !== null}
          onChange={(event) => put({ poolAfterDays: event.currentTarget.checked ? USUAL_DAYS : null })}
        />
        {poolAfterDays !== null && (
          <>
            <NumberInput
              label={t('pool.afterDays')}
              min={7}
              max={3650}
              allowDecimal={false}
              value={poolAfterDays}
              onChange={(value) => put({ poolAfterDays: Number(value) || USUAL_DAYS })}
            />
            <NumberInput
              label={t('pool.warnDays')}
              min={1}
              max={90}
              allowDecimal={false}
              value={warnDays}
              onChange={(value) => put({ warnDays: Number(value) || 1 })}
            />
          </>
        )}
        <NumberInput
          label={t('pool.takesADay')}
          min={0}
          max={1000}
          allowDecimal={false}
          value={takesADay}
          onChange={(value) => put({ takesADay: Number(value) || 0 })}
        />
        <Switch
          label={t('pool.ownBranchOnly')}
          checked={ownBranchOnly}
          onChange={(event) => put({ ownBranchOnly: event.currentTarget.checked })}
        />
      </div>
      <div className={classes.acts}>
        <Button loading={saving.isPending} onClick={() => saving.mutate({ settings })}>
          {t('pool.saveRules')}
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
