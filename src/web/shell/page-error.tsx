import { Button } from '@mantine/core';
import { IconCompass } from '@tabler/icons-react';
import { Link, useRouter, type ErrorComponentProps } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { EmptyState } from '../kit/empty-state.tsx';
import { ErrorState } from '../kit/error-state.tsx';
import { PageHead } from '../kit/page-head.tsx';

export function PageError({ error, reset }: ErrorComponentProps): ReactNode {
  const { t } = useTranslation('shell');
  const router = useRouter();
  const retry = () => {
    reset();
    void router.invalidate();
  };
  return (
    <>
      <PageHead title={t('error.title')} />
      <ErrorState error={error} retry={retry} />
    </>
  );
}

export function LostPage(): ReactNode {
  const { t } = useTranslation('shell');
  return (
    <>
      <PageHead title={t('lost.title')} />
      <EmptyState
        icon={IconCompass}
        step={
          <Button component={Link} to="/">
            {t('lost.step')}
          </Button>
        }
      >
        {t('lost.sentence')}
      </EmptyState>
    </>
  );
}
