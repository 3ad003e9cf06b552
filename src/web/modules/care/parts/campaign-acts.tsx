import { Button, TagsInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { isApiError } from '../../../api/errors.ts';
import { useMay } from '../../../api/session.ts';
import { ConfirmDialog } from '../../../kit/confirm-dialog.tsx';
import { Form } from '../../../kit/form.tsx';
import { SideDrawer } from '../../../kit/side-drawer.tsx';
import { toast, toastProblem } from '../../../kit/toast.tsx';
import { api, type OpenedCampaign } from '../api.ts';
import { CampaignForm } from './campaign-form.tsx';

type Open = 'edit' | 'test' | 'start' | 'stop' | 'remove' | null;

/** What may be done with the campaign in its state. */
export function CampaignActs({ campaign }: { campaign: OpenedCampaign }): ReactNode {
  const { t } = useTranslation('care');
  const queries = useQueryClient();
  const navigate = useNavigate();
  const maySend = useMay('care.send');
  const mayEdit = useMay('care.edit');
  const [open, setOpen] = useState<Open>(null);
  const close = () => setOpen(null);
  const acted = {
    onSettled: () => queries.invalidateQueries({ queryKey: api.key() }),
    onError: (error: unknown) => toastProblem(isApiError(error) ? error.message : t('failed')),
  };
  const calls = api.campaigns;
  const start = useMutation(calls.start.mutationOptions({ onSettled: acted.onSettled }));
  const stop = useMutation(calls.stop.mutationOptions({ onSettled: acted.onSettled }));
  const approve = useMutation(calls.approve.mutationOptions(acted));
  const pause = useMutation(calls.pause.mutationOptions(acted));
  const resume = useMutation(calls.resume.mutationOptions(acted));
  const remove = useMutation(calls.remove.mutationOptions({ onSettled: acted.onSettled }));
  const { id, state, may } = campaign;
  const running = state === 'freezing' || state === 'sending';
  return (
    <>
      {may.change && (
        <Button variant="subtle" color="gray" onClick={() => setOpen('remove')}>
          {t('campaign.remove')}
        </Button>
      )}
      {may.change && (
        <Button variant="default" onClick={() => setOpen('edit')}>
          {t('campaign.edit')}
        </Button>
      )}
      {mayEdit && (
        <Button variant="default" onClick={() => setOpen('test')}>
          {t('campaign.test')}
        </Button>
      )}
      {may.start && <Button onClick={() => setOpen('start')}>{t('campaign.start')}</Button>}
      {may.approve && (
        <Button loading={approve.isPending} onClick={() => approve.mutate({ id })}>
          {t('campaign.approve')}
        </Button>
      )}
      {maySend && running && (
        <Button variant="default" loading={pause.isPending} onClick={() => pause.mutate({ id })}>
          {t('campaign.pause')}
        </Button>
      )}
      {maySend && (running || state === 'paused' || state === 'planned') && (
        <Button variant="default" onClick={() => setOpen('stop')}>
          {t('campaign.stop')}
        </Button>
      )}
      {maySend && state === 'paused' && (
        <Button loading={resume.isPending} onClick={() => resume.mutate({ id })}>
          {t('campaign.resume')}
        </Button>
      )}
      <SideDrawer opened={open === 'edit'} onClose={close} title={t('campaign.edit')}>
        <CampaignForm campaign={campaign} onDone={close} />
      </SideDrawer>
      <SideDrawer opened={open === 'test'} onClose={close} title={t('campaign.test')}>
        <TestForm id={id} onDone={close} />
      </SideDrawer>
      <ConfirmDialog
        opened={open === 'start'}
        onClose={close}
        title={t('campaign.startTitle', { name: campaign.name })}
        confirm={t('campaign.start')}
        onConfirm={() => start.mutateAsync({ id })}
      >
        {t('campaign.startAbout')}
      </ConfirmDialog>
      <ConfirmDialog
        opened={open === 'stop'}
        onClose={close}
        title={t('campaign.stopTitle')}
        confirm={t('campaign.stop')}
        grave
        onConfirm={() => stop.mutateAsync({ id })}
      >
        {t('campaign.stopAbout')}
      </ConfirmDialog>
      <ConfirmDialog
        opened={open === 'remove'}
        onClose={close}
        title={t('campaign.removeTitle', { name: campaign.name })}
        confirm={t('campaign.remove')}
        grave
        onConfirm={async () => {
          await remove.mutateAsync({ id });
          await navigate({ to: '/care/campaigns' });
        }}
      >
        {t('campaign.removeAbout')}
      </ConfirmDialog>
    </>
  );
}

function TestForm({ id, onDone }: { id: string; onDone: () => void }): ReactNode {
  const { t } = useTranslation('care');
  const [to, setTo] = useState<string[]>([]);
  const test = useMutation(
    api.campaigns.test.mutationOptions({
      onSuccess({ sent }) {
        toast(t('campaign.tested', { count: sent }));
        onDone();
      },
    }),
  );
  return (
    <Form
      submit={t('campaign.test')}
      busy={test.isPending}
      problem={isApiError(test.error) ? test.error.message : undefined}
      onCancel={onDone}
      onSubmit={(event) => {
        event?.preventDefault();
        if (to.length > 0) test.mutate({ id, to });
      }}
    >
      <TagsInput
        label={t('campaign.testTo')}
        description={t('campaign.testAbout')}
        maxTags={5}
        value={to}
        onChange={setTo}
        acceptValueOnBlur
      />
    </Form>
  );
}
