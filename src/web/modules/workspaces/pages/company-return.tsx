import { useMutation } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useEffect, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { isApiError } from '../../../api/errors.ts';
import { api } from '../api.ts';
import { Door } from '../parts/door.tsx';
import { takeProof } from '../parts/company-proof.ts';
import { useEntry } from '../parts/use-entry.ts';

/** Where the company's provider sends people back to. */
export function CompanyReturnPage(): ReactNode {
  const { t } = useTranslation('workspaces');
  const enter = useEntry();
  const finish = useMutation(api.company.finish.mutationOptions());
  const { mutate } = finish;
  useEffect(() => {
    const { proof, next } = takeProof();
    // React asks twice while developing; the answer works once.
    if (proof !== '') mutate({ answer: location.search, proof }, { onSuccess: (session) => void enter(session, next) });
    // oxlint-disable-next-line react/exhaustive-deps
  }, []);
  if (!finish.error) return <Door title={t('company.opening')} />;
  return (
    <Door title={t('company.failed')} about={isApiError(finish.error) ? finish.error.message : t('door.away')}>
      <Link to="/sign-in">{t('company.back')}</Link>
    </Door>
  );
}
