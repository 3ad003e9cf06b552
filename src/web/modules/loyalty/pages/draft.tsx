import { Button } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { ConfirmDialog } from '../../../kit/confirm-dialog.tsx';
import { ErrorState } from '../../../kit/error-state.tsx';
import { PageHead } from '../../../kit/page-head.tsx';
import { CardSkeleton, Waiting } from '../../../kit/skeletons.tsx';
import { Card } from '../../../kit/surface.tsx';
import { toast } from '../../../kit/toast.tsx';
import { useFormats } from '../../../kit/use-formats.ts';
import { api, type ProgrammeRules } from '../api.ts';
import { LoyaltyTabs } from '../parts/loyalty-tabs.tsx';
import classes from '../parts/loyalty.module.css';
import { ProgrammeForm } from '../parts/programme-form.tsx';
import { WhatIf } from '../parts/what-if.tsx';

/** The next version: written, tried on the shop's own past, and put in force. */
export function DraftPage(): ReactNode {
  const { t } = useTranslation('loyalty');
  const { data, error, refetch } = useQuery(api.programme.read.queryOptions({ input: {} }));
  return (
    <>
      <PageHead title={t('tab.draft')} />
      <LoyaltyTabs />
      {!data ? (
        error ? (
          <ErrorState error={error} retry={() => void refetch()} />
        ) : (
          <Waiting>
            <CardSkeleton lines={8} />
          </Waiting>
        )
      ) : (
        <Draft
          key={data.draft?.version ?? 0}
          start={data.draft?.rules ?? data.current?.rules ?? data.suggestion}
          version={data.draft?.version ?? null}
          first={data.current === null}
        />
      )}
    </>
  );
}

interface DraftProps {
  start: ProgrammeRules;
  version: number | null;
  first: boolean;
}

function Draft({ start, version, first }: DraftProps): ReactNode {
  const { t } = useTranslation('loyalty');
  const queries = useQueryClient();
  const [rules, setRules] = useState(start);
  const settle = { onSettled: () => queries.invalidateQueries({ queryKey: api.key() }) };
  const save = useMutation(
    api.programme.draft.mutationOptions({ ...settle, onSuccess: () => toast(t('draft.saved')) }),
  );
  const discard = useMutation(api.programme.discard.mutationOptions(settle));
  const changed = JSON.stringify(rules) !== JSON.stringify(start);
  return (
    <div className={classes.stack}>
      <p className={classes.note}>{t(first ? 'draft.aboutFirst' : 'draft.about')}</p>
      <Card heading={t('draft.title')} note={version === null ? t('draft.none') : t('draft.there')}>
        <ProgrammeForm
          rules={rules}
          onChange={setRules}
          busy={save.isPending}
          error={save.error}
          onSave={() => save.mutate({ rules, ...(version === null ? {} : { version }) })}
        />
      </Card>
      <WhatIf rules={rules} />
      {version !== null && (
        <div className={classes.acts}>
          <Button variant="default" loading={discard.isPending} onClick={() => discard.mutate({})}>
            {t('draft.discard')}
          </Button>
          <Publish version={version} disabled={changed} />
        </div>
      )}
      {version !== null && changed && <p className={classes.note}>{t('draft.saveFirst')}</p>}
    </div>
  );
}

function Publish({ version, disabled }: { version: number; disabled: boolean }): ReactNode {
  const { t } = useTranslation('loyalty');
  const f = useFormats();
  const queries = useQueryClient();
  const navigate = useNavigate();
  const [asking, setAsking] = useState(false);
  const publish = useMutation(
    api.programme.publish.mutationOptions({
      onSuccess: () => void navigate({ to: '/loyalty' }),
      onSettled: () => queries.invalidateQueries({ queryKey: api.key() }),
    }),
  );
  return (
    <>
      <Button disabled={disabled} onClick={() => setAsking(true)}>
        {t('draft.publish')}
      </Button>
      <ConfirmDialog
        opened={asking}
        onClose={() => setAsking(false)}
        title={t('draft.publishTitle')}
        confirm={t('draft.publish')}
        onConfirm={() => publish.mutateAsync({ version })}
      >
        {t('draft.publishAbout', { day: f.date(f.settings.today) })}
      </ConfirmDialog>
    </>
  );
}
