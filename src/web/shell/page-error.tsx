import { Button } from '@mantine/core';
import { IconCompass } from '@tabler/icons-react';
import { Link, useRouter, type ErrorComponentProps } from '@tanstack/react-router';
import { useEffect, useEffectEvent, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { connection, onConnection } from '../api/connection.ts';
import { kindOf } from '../api/errors.ts';
import { EmptyState } from '../kit/empty-state.tsx';
import { ErrorState } from '../kit/error-state.tsx';
import { PageHead } from '../kit/page-head.tsx';
import { isMissingCode, loadPageAnew } from './missing-code.ts';

export function PageError({ error, reset }: ErrorComponentProps): ReactNode {
  const { t } = useTranslation('shell');
  const router = useRouter();
  const codeMissing = isMissingCode(error);
  const retry = () => {
    if (codeMissing) return void loadPageAnew();
    reset();
    void router.invalidate();
  };
  useRetryWhenBack(retry);
  // The failure is remembered from when there was no network; by now there is one.
  useEffect(() => {
    if (codeMissing && connection() === 'online') void loadPageAnew();
  }, [codeMissing]);
  return (
    <>
      <PageHead title={t(kindOf(error) === 'offline' ? 'error.offline' : 'error.title')} />
      <ErrorState error={error} retry={retry} />
    </>
  );
}

/** A page that the network kept from opening opens by itself once it is back. */
function useRetryWhenBack(retry: () => void): void {
  const again = useEffectEvent(retry);
  useEffect(() => onConnection(() => connection() === 'online' && again()), []);
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
