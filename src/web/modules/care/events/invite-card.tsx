import { Button } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { isApiError } from '../../../api/errors.ts';
import { ConfirmDialog } from '../../../kit/confirm-dialog.tsx';
import { Card } from '../../../kit/surface.tsx';
import { toast } from '../../../kit/toast.tsx';
import type { Audience } from '../api.ts';
import { AudienceField } from '../parts/audience-field.tsx';
import classes from '../parts/care.module.css';
import { Refused } from '../parts/check-card.tsx';
import { api, type OpenedGathering } from './api.ts';

/** Whom to invite, how many that reaches, and why not the others. */
export function InviteCard({ event: { id, channel } }: { event: OpenedGathering }): ReactNode {
  const { t } = useTranslation('care');
  const queries = useQueryClient();
  const [audience, setAudience] = useState<Audience>({ include: [], exclude: [] });
  const [sure, setSure] = useState(false);
  const check = useQuery(api.events.check.queryOptions({ input: { id, audience }, enabled: channel !== null }));
  const invite = useMutation(
    api.events.invite.mutationOptions({
      onSuccess: ({ invited }) => toast(t('event.invite.sent', { count: invited })),
      onSettled: () => queries.invalidateQueries({ queryKey: api.key() }),
    }),
  );
  const reached = check.data?.reached ?? 0;
  return (
    <Card heading={t('event.invite.title')} className={classes.gap}>
      <p className={classes.faint}>{t(channel ? 'event.invite.about' : 'event.invite.noChannel')}</p>
      {channel && (
        <>
          <AudienceField audience={audience} onChange={setAudience} />
          {isApiError(check.error) && <p className={classes.problem}>{check.error.message}</p>}
          <Refused refused={check.data?.refused ?? []} />
          <div className={`${classes.acts} ${classes.gap}`}>
            <Button disabled={reached === 0} onClick={() => setSure(true)}>
              {t('event.invite.send')}
            </Button>
            <span role="status">{check.data && t('event.invite.reached', { count: reached })}</span>
          </div>
        </>
      )}
      <ConfirmDialog
        opened={sure}
        onClose={() => setSure(false)}
        title={t('event.invite.sendTitle', { count: reached })}
        confirm={t('event.invite.send')}
        onConfirm={() => invite.mutateAsync({ id, audience })}
      >
        {t('event.invite.sendAbout')}
      </ConfirmDialog>
    </Card>
  );
}
