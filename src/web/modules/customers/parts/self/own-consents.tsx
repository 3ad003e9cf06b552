import { SegmentedControl } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { isApiError } from '../../../../api/errors.ts';
import { toast, toastProblem } from '../../../../kit/toast.tsx';
import { api, type OwnCard } from '../../api.ts';
import { useConsentWords } from '../privacy/consent-words.ts';
import classes from './self.module.css';

/** A no is one tap, as a yes is. */
export function OwnConsents({ card, sessionKey }: { card: OwnCard; sessionKey: string }): ReactNode {
  const { t } = useTranslation('customers');
  const words = useConsentWords();
  const queries = useQueryClient();
  const say = useMutation(
    api.self.consent.mutationOptions({
      onSuccess: () => toast(t('self.public.consentSaid')),
      onError: (error) => toastProblem(isApiError(error) ? error.message : t('form.notSaved')),
      onSettled: () => queries.invalidateQueries({ queryKey: api.self.card.key() }),
    }),
  );
  return (
    <section className={classes.consents}>
      <h2>{t('self.public.consents')}</h2>
      {card.consents.map(({ channel, purpose, granted, wording }) => (
        <div key={`${channel} ${purpose}`} className={classes.consent}>
          <p>
            {words({ channel, purpose })}
            {wording && <small>{wording}</small>}
          </p>
          <SegmentedControl
            aria-label={words({ channel, purpose })}
            size="md"
            disabled={say.isPending}
            value={granted === null ? '' : granted ? 'yes' : 'no'}
            onChange={(answer) => say.mutate({ key: sessionKey, channel, purpose, granted: answer === 'yes' })}
            data={[
              { value: 'yes', label: t('self.public.yes') },
              { value: 'no', label: t('self.public.no') },
            ]}
          />
        </div>
      ))}
    </section>
  );
}
