import { Button } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useMay } from '../../../api/session.ts';
import { ConfirmDialog } from '../../../kit/confirm-dialog.tsx';
import { Card } from '../../../kit/surface.tsx';
import care from '../parts/care.module.css';
import { api } from './api.ts';
import classes from './journeys.module.css';

/** The address that lets people in, and what outgoing calls are signed with; shown when somebody asks. */
export function HookCard({ journeyId: id }: { journeyId: string }): ReactNode {
  const { t } = useTranslation('care');
  const queries = useQueryClient();
  const maySend = useMay('care.send');
  const [shown, setShown] = useState(false);
  const [renewing, setRenewing] = useState(false);
  const { data } = useQuery({ ...api.journeys.hook.queryOptions({ input: { id } }), enabled: shown });
  const renew = useMutation(
    api.journeys.renewHook.mutationOptions({ onSettled: () => queries.invalidateQueries({ queryKey: api.key() }) }),
  );
  if (!maySend) return null;
  return (
    <Card heading={t('journey.hook.title')}>
      <p className={care.faint}>{t('journey.hook.about')}</p>
      {data && (
        <>
          <p className={classes.secret}>{data.url}</p>
          <p className={care.faint}>{t('journey.hook.secret')}</p>
          <p className={classes.secret}>{data.signingSecret}</p>
        </>
      )}
      <div className={care.acts}>
        {!shown && (
          <Button variant="default" onClick={() => setShown(true)}>
            {t('journey.hook.show')}
          </Button>
        )}
        <Button variant="subtle" color="gray" onClick={() => setRenewing(true)}>
          {t('journey.hook.renew')}
        </Button>
      </div>
      <ConfirmDialog
        opened={renewing}
        onClose={() => setRenewing(false)}
        title={t('journey.hook.renew')}
        confirm={t('journey.hook.renew')}
        onConfirm={() => renew.mutateAsync({ id })}
      >
        {t('journey.hook.renewAbout')}
      </ConfirmDialog>
    </Card>
  );
}
