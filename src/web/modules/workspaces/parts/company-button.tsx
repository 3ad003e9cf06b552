import { Button } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../api.ts';
import { keepProof } from './company-proof.ts';
import classes from './door.module.css';
import { problemsOf } from './problems.ts';

/** To the provider of the company, and back to `next`. */
export function CompanyButton({ workspace, next }: { workspace?: string; next?: string }): ReactNode {
  const { t } = useTranslation('workspaces');
  const { data } = useQuery(api.company.ways.queryOptions({ input: workspace ? { workspace } : {}, retry: false }));
  const begin = useMutation(
    api.company.begin.mutationOptions({
      onSuccess: ({ url, proof }) => {
        keepProof(proof, next);
        location.assign(url);
      },
    }),
  );
  const [way] = data?.items ?? [];
  if (!way) return null;
  const problem = problemsOf(begin.error, [], t('door.away')).whole;
  return (
    <div className={classes.other}>
      <Button
        variant="default"
        size="md"
        fullWidth
        loading={begin.isPending || begin.isSuccess}
        onClick={() => begin.mutate({ workspaceId: way.workspaceId })}
      >
        {t('company.signIn', { name: way.name })}
      </Button>
      {problem !== undefined && (
        <p className={classes.problem} role="alert">
          {problem}
        </p>
      )}
    </div>
  );
}
