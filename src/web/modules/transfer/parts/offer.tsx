import { Button } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { sentenceOf } from './sentence-of.ts';
import { api } from '../api.ts';
import classes from './transfer.module.css';

/** What a shop without customers can begin with: its own sales, or somebody else's to try things with. */
export default function Offer(): ReactNode {
  const { t } = useTranslation('transfer');
  const navigate = useNavigate();
  const demo = useMutation(
    api.demoShop.mutationOptions({
      onSuccess: ({ imports }) => navigate({ to: '/imports/$id', params: { id: imports.at(-1) ?? '' } }),
    }),
  );
  return (
    <div className={classes.offers}>
      <div className={classes.offer}>
        <h2>{t('offer.file')}</h2>
        <p>{t('offer.fileAbout')}</p>
        <Button onClick={() => void navigate({ to: '/imports/new' })}>{t('offer.fileStep')}</Button>
      </div>
      <div className={classes.offer}>
        <h2>{t('offer.demo')}</h2>
        <p>{t('offer.demoAbout')}</p>
        <Button variant="default" loading={demo.isPending} onClick={() => demo.mutate({})}>
          {t('offer.demoStep')}
        </Button>
        {demo.error && (
          <p className={classes.problem} role="alert">
            {sentenceOf(demo.error, t('away'))}
          </p>
        )}
      </div>
    </div>
  );
}
