import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { apiUrl } from '../../../../api/http.ts';
import { ErrorState } from '../../../../kit/error-state.tsx';
import { Lines, Waiting } from '../../../../kit/skeletons.tsx';
import { Tag } from '../../../../kit/tag.tsx';
import { useFormats } from '../../../../kit/use-formats.ts';
import { useConsentWords } from './consent-words.ts';
import classes from './privacy.module.css';
import type { Ledger } from './use-ledger.ts';

/** Everything that was ever said, with the wording of that day. */
export function ConsentHistory({ customerId, acts }: { customerId: string; acts: Ledger }): ReactNode {
  const { t } = useTranslation('customers');
  const f = useFormats();
  const words = useConsentWords();
  if (!acts.ledger) {
    return acts.error ? (
      <ErrorState error={acts.error} retry={acts.retry} small />
    ) : (
      <Waiting>
        <Lines count={6} />
      </Waiting>
    );
  }
  if (acts.ledger.items.length === 0) return <p className={classes.quiet}>{t('consent.none')}</p>;
  return (
    <ul className={classes.history}>
      {acts.ledger.items.map((one) => {
        const source = one.source && t(`privacy.source.${one.source}`, { defaultValue: one.source });
        return (
          <li key={one.id}>
            <Tag tone={one.granted ? 'well' : 'plain'}>{t(one.granted ? 'consent.yes' : 'consent.no')}</Tag>{' '}
            {words(one)}
            {one.undone && <span className={classes.quiet}> · {t('privacy.undone')}</span>}
            <p>{[f.dateTime(one.at), source, one.by].filter(Boolean).join(' · ')}</p>
            {one.proof && <p>{t('privacy.proofIs', { proof: one.proof })}</p>}
            {one.file && (
              <p>
                <a href={apiUrl(`/customers/${customerId}/files/${one.file.id}`)} download={one.file.name}>
                  {one.file.name}
                </a>
              </p>
            )}
            {one.text && <blockquote>{one.text.wording}</blockquote>}
          </li>
        );
      })}
    </ul>
  );
}
