import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { ErrorState } from '../../../../kit/error-state.tsx';
import { useFormats } from '../../../../kit/use-formats.ts';
import { api } from '../../api.ts';
import privacy from '../privacy/privacy.module.css';

/** From whom to whom, when, by whom and why; the newest first. */
export function OwnerHistory({ customerId }: { customerId: string }): ReactNode {
  const { t } = useTranslation('customers');
  const f = useFormats();
  const { data, error } = useQuery(api.ownership.history.queryOptions({ input: { id: customerId } }));
  if (error) return <ErrorState error={error} />;
  if (!data) return null;
  if (data.items.length === 0) return <p className={privacy.quiet}>{t('ownership.noHistory')}</p>;
  const nobody = t('ownership.nobody');
  return (
    <ul className={privacy.rows}>
      {data.items.map(({ id, from, to, at, why, by }) => (
        <li key={id}>
          <span className={privacy.what}>
            {t('ownership.change', { from: from?.name ?? nobody, to: to?.name ?? nobody })}
            <small>{[f.dateTime(at), t(`ownership.why.${why}`), by].filter(Boolean).join(' · ')}</small>
          </span>
        </li>
      ))}
    </ul>
  );
}
