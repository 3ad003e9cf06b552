import { Button, NumberInput } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState, type FormEvent, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useMay } from '../../../../api/session.ts';
import { Card } from '../../../../kit/surface.tsx';
import { toast } from '../../../../kit/toast.tsx';
import { api, type Economics } from '../../api.ts';
import { problemOf } from '../problem.ts';
import classes from './bucket.module.css';

/** What is left of a sale: said here for every figure of retention, what is expected of customers included. */
export function MarginCard(): ReactNode {
  const { t } = useTranslation('retention');
  const mayChange = useMay('retention.costs');
  const { data } = useQuery(api.costs.economics.read.queryOptions({ input: {} }));
  if (!data) return null;
  return (
    <Card heading={t('bucket.margin')}>
      {mayChange ? (
        <MarginForm key={data.version} economics={data} />
      ) : (
        <p className={classes.answer}>
          {data.marginPercent === null ? t('bucket.marginNone') : `${data.marginPercent} %`}
        </p>
      )}
    </Card>
  );
}

function MarginForm({ economics }: { economics: Economics }): ReactNode {
  const { t } = useTranslation('retention');
  const queries = useQueryClient();
  const [percent, setPercent] = useState<number | string>(economics.marginPercent ?? '');
  const change = useMutation(
    api.costs.economics.change.mutationOptions({
      onSuccess: () => toast(t('bucket.marginSaved')),
      onSettled: () => queries.invalidateQueries({ queryKey: api.key() }),
    }),
  );
  const save = (event: FormEvent) => {
    event.preventDefault();
    change.mutate({ marginPercent: percent === '' ? null : Number(percent), version: economics.version });
  };
  return (
    <form className={classes.ask} onSubmit={save}>
      <NumberInput
        label={t('bucket.margin')}
        description={t('bucket.marginAbout')}
        suffix=" %"
        min={0.01}
        max={100}
        decimalScale={2}
        clampBehavior="strict"
        value={percent}
        onChange={setPercent}
        error={problemOf(change.error)?.message}
      />
      <Button type="submit" variant="light" loading={change.isPending}>
        {t('bucket.marginSave')}
      </Button>
    </form>
  );
}
