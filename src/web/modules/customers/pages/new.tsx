import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { PageHead } from '../../../kit/page-head.tsx';
import { Card } from '../../../kit/surface.tsx';
import { api } from '../api.ts';
import { CustomerForm } from '../parts/customer-form.tsx';
import classes from '../parts/form.module.css';

export function NewCustomerPage(): ReactNode {
  const { t } = useTranslation('customers');
  const queries = useQueryClient();
  const navigate = useNavigate();
  const create = useMutation(
    api.create.mutationOptions({
      onSuccess: async (card) => {
        queries.setQueryData(api.read.queryKey({ input: { id: card.id } }), card);
        void queries.invalidateQueries({ queryKey: api.list.key() });
        await navigate({ to: '/customers/$id', params: { id: card.id } });
      },
    }),
  );
  return (
    <>
      <PageHead title={t('spotlight.new')} />
      <Card className={classes.sheet ?? ''}>
        <CustomerForm
          onSave={(facts) => create.mutateAsync(facts)}
          onCancel={() => void navigate({ to: '/customers' })}
        />
      </Card>
    </>
  );
}
