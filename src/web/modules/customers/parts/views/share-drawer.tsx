import { MultiSelect, Switch } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { contract } from '../../../../../modules/workspaces/contract.ts';
import { moduleClient } from '../../../../api/client.ts';
import { isApiError } from '../../../../api/errors.ts';
import { Form } from '../../../../kit/form.tsx';
import { SideDrawer } from '../../../../kit/side-drawer.tsx';
import type { View } from '../../api.ts';
import { useViewActs } from './use-views.ts';

const workspaces = moduleClient('workspaces', { roles: contract.roles });

interface ShareDrawerProps {
  opened: boolean;
  onClose: () => void;
  view: View;
}

/** Who sees the view, and whose list begins with it. */
export function ShareDrawer({ opened, onClose, view }: ShareDrawerProps): ReactNode {
  const { t } = useTranslation('customers');
  return (
    <SideDrawer opened={opened} onClose={onClose} title={t('views.shareTitle', { name: view.name })}>
      <ShareForm view={view} onClose={onClose} />
    </SideDrawer>
  );
}

function ShareForm({ view, onClose }: Omit<ShareDrawerProps, 'opened'>): ReactNode {
  const { t } = useTranslation('customers');
  const roles = useQuery(workspaces.roles.list.queryOptions({ input: {} })).data?.items ?? [];
  const [shared, setShared] = useState(view.shared);
  const [startFor, setStartFor] = useState(view.startFor);
  const { share } = useViewActs();
  return (
    <Form
      submit={t('views.keep')}
      busy={share.isPending}
      problem={share.error ? (isApiError(share.error) ? share.error.message : t('views.notSaved')) : undefined}
      onSubmit={(event) => {
        event?.preventDefault();
        share.mutate({ id: view.id, shared, startFor: shared ? startFor : [] }, { onSuccess: onClose });
      }}
    >
      <Switch
        label={t('views.sharedWithAll')}
        description={t('views.sharedAbout')}
        checked={shared}
        onChange={(event) => setShared(event.currentTarget.checked)}
      />
      {shared && (
        <MultiSelect
          label={t('views.startFor')}
          description={t('views.startForAbout')}
          data={roles.map(({ role, name }) => ({ value: role, label: name }))}
          value={startFor}
          onChange={setStartFor}
          clearable
          clearButtonProps={{ 'aria-label': t('fields.clear') }}
        />
      )}
    </Form>
  );
}
