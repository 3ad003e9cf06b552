import { Button } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { isApiError } from '../../../api/errors.ts';
import { useMay } from '../../../api/session.ts';
import { ConfirmDialog } from '../../../kit/confirm-dialog.tsx';
import { SideDrawer } from '../../../kit/side-drawer.tsx';
import { toastProblem } from '../../../kit/toast.tsx';
import { api, type OpenedJourney } from './api.ts';
import { Rehearsal } from './rehearsal.tsx';

type Open = 'publish' | 'end' | 'remove' | 'try' | null;

/** What may be done with the journey in its state. */
export function JourneyActs({ journey }: { journey: OpenedJourney }): ReactNode {
  const { t } = useTranslation('care');
  const queries = useQueryClient();
  const navigate = useNavigate();
  const mayEdit = useMay('care.edit');
  const maySend = useMay('care.send');
  const [open, setOpen] = useState<Open>(null);
  const { id, name, state, live, changed, problems } = journey;
  const settled = { onSettled: () => queries.invalidateQueries({ queryKey: api.key() }) };
  const acted = {
    ...settled,
    onError: (error: unknown) => toastProblem(isApiError(error) ? error.message : t('failed')),
  };
  const publish = useMutation(api.journeys.publish.mutationOptions(settled));
  const end = useMutation(api.journeys.end.mutationOptions(settled));
  const remove = useMutation(api.journeys.remove.mutationOptions(settled));
  const pause = useMutation(api.journeys.pause.mutationOptions(acted));
  const resume = useMutation(api.journeys.resume.mutationOptions(acted));
  const publishable = state === 'draft' || (state !== 'ended' && changed);
  return (
    <>
      {mayEdit && live === null && (
        <Button variant="subtle" color="gray" onClick={() => setOpen('remove')}>
          {t('journey.remove')}
        </Button>
      )}
      {maySend && (state === 'running' || state === 'paused') && (
        <Button variant="subtle" color="gray" onClick={() => setOpen('end')}>
          {t('journey.end')}
        </Button>
      )}
      {problems.length === 0 && (
        <Button variant="default" onClick={() => setOpen('try')}>
          {t('journey.try')}
        </Button>
      )}
      {maySend && state === 'running' && (
        <Button variant="default" loading={pause.isPending} onClick={() => pause.mutate({ id })}>
          {t('journey.pause')}
        </Button>
      )}
      {maySend && state === 'paused' && (
        <Button loading={resume.isPending} onClick={() => resume.mutate({ id })}>
          {t('journey.resume')}
        </Button>
      )}
      {maySend && publishable && (
        <Button disabled={problems.length > 0} onClick={() => setOpen('publish')}>
          {t(live === null ? 'journey.publish' : 'journey.publishAgain')}
        </Button>
      )}
      <SideDrawer opened={open === 'try'} onClose={() => setOpen(null)} title={t('journey.try')}>
        <Rehearsal journey={journey} />
      </SideDrawer>
      <ConfirmDialog
        opened={open === 'publish'}
        onClose={() => setOpen(null)}
        title={t('journey.publishTitle', { name })}
        confirm={t('journey.publish')}
        onConfirm={() => publish.mutateAsync({ id })}
      >
        {t('journey.publishAbout')}
      </ConfirmDialog>
      <ConfirmDialog
        opened={open === 'end'}
        onClose={() => setOpen(null)}
        title={t('journey.endTitle')}
        confirm={t('journey.end')}
        grave
        onConfirm={() => end.mutateAsync({ id })}
      >
        {t('journey.endAbout')}
      </ConfirmDialog>
      <ConfirmDialog
        opened={open === 'remove'}
        onClose={() => setOpen(null)}
        title={t('journey.removeTitle', { name })}
        confirm={t('journey.remove')}
        grave
        onConfirm={async () => {
          await remove.mutateAsync({ id });
          await navigate({ to: '/care/journeys' } as never);
        }}
      >
        {t('journey.removeAbout')}
      </ConfirmDialog>
    </>
  );
}
