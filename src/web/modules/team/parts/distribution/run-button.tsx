import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { ConfirmDialog } from '../../../../kit/confirm-dialog.tsx';
import { ErrorState } from '../../../../kit/error-state.tsx';
import { api } from '../../api.ts';
import classes from './distribution.module.css';
import { useDistribution } from './use-distribution.ts';

/** Says who would get how many before anything is given. */
export function RunButton({ disabled }: { disabled: boolean }): ReactNode {
  const { t } = useTranslation('team');
  const { running } = useDistribution();
  const [open, setOpen] = useState(false);
  const { data, error } = useQuery({
    ...api.distribution.preview.queryOptions({ input: {} }),
    enabled: open,
    staleTime: 0,
    gcTime: 0,
  });
  const count = data?.given.reduce((sum, { customers }) => sum + customers, 0) ?? 0;
  return (
    <>
      <Button disabled={disabled} onClick={() => setOpen(true)}>
        {t('distribution.run')}
      </Button>
      <ConfirmDialog
        opened={open}
        onClose={() => setOpen(false)}
        title={t('distribution.runTitle')}
        confirm={t('distribution.runNow', { count })}
        onConfirm={() => running.mutateAsync({})}
      >
        {error && <ErrorState error={error} small />}
        <ul className={classes.list}>
          {data?.given.map(({ member, customers }) => (
            <li key={member.id}>
              <span>{member.name}</span>
              <span>{t('distribution.count', { count: customers })}</span>
            </li>
          ))}
        </ul>
        {data && data.left > 0 && <p>{t('distribution.left', { count: data.left })}</p>}
        {data?.more && <p>{t('distribution.more')}</p>}
      </ConfirmDialog>
    </>
  );
}
