import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../api.ts';
import classes from './door.module.css';

/** Above Today, for whoever may change settings, as long as it is so. */
export default function OpenWithoutTls(): ReactNode {
  const { t } = useTranslation('workspaces');
  const { data } = useQuery(api.workspace.read.queryOptions({ input: {} }));
  return data?.openWithoutTls ? <p className={classes.problem}>{t('business.openWithoutTls')}</p> : null;
}
