import { ActionIcon, Button, Menu } from '@mantine/core';
import { IconDots, IconPackageExport, IconPencil, IconTrash, IconUserOff } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { isApiError } from '../../../api/errors.ts';
import { apiUrl } from '../../../api/http.ts';
import { useMay } from '../../../api/session.ts';
import { PageHead } from '../../../kit/page-head.tsx';
import { PersonAvatar } from '../../../kit/person-avatar.tsx';
import { SideDrawer } from '../../../kit/side-drawer.tsx';
import { toastProblem, toastWithUndo } from '../../../kit/toast.tsx';
import { Panels } from '../../../shell/panels.tsx';
import { api, type CustomerCard } from '../api.ts';
import classes from './card.module.css';
import { CustomerForm } from './customer-form.tsx';
import { useMemberName } from './members.ts';
import { EraseDialog } from './privacy/erase-dialog.tsx';
import { StageTag } from './stage-tag.tsx';
import { useChange } from './use-change.ts';

/** Who it is, and what can be done. */
export function CardHead({ card }: { card: CustomerCard }): ReactNode {
  return (
    <PageHead
      title={card.name}
      lead={<Who card={card} />}
      actions={
        <>
          <Panels place="customer.actions" customerId={card.id} fallback={null} />
          {card.may.edit && <EditButton card={card} />}
          <MoreMenu card={card} />
        </>
      }
    />
  );
}

function Who({ card }: { card: CustomerCard }): ReactNode {
  const { t } = useTranslation('customers');
  const owner = useMemberName(card.ownerId);
  const spoken = [card.spokenName, card.salutation === card.name ? null : card.salutation].filter(Boolean).join(' · ');
  return (
    <div className={classes.who}>
      <PersonAvatar name={card.name} size={44} />
      <div className={classes.names}>
        <h1 className={classes.name}>
          {card.name} {spoken && <small>{spoken}</small>}
        </h1>
        <div className={classes.chips}>
          <StageTag stage={card.stage} />
          {owner && <span className={classes.quiet}>{t('card.owner', { name: owner })}</span>}
        </div>
      </div>
    </div>
  );
}

function EditButton({ card }: { card: CustomerCard }): ReactNode {
  const { t } = useTranslation('customers');
  const [opened, setOpened] = useState(false);
  const { save } = useChange(card);
  const close = () => setOpened(false);
  return (
    <>
      <Button variant="default" leftSection={<IconPencil size={16} stroke={1.7} />} onClick={() => setOpened(true)}>
        {t('card.edit')}
      </Button>
      <SideDrawer opened={opened} onClose={close} title={t('card.editTitle', { name: card.name })}>
        <CustomerForm
          key={card.version}
          card={card}
          onSave={async (facts) => save(facts).then(close)}
          onCancel={close}
        />
      </SideDrawer>
    </>
  );
}

function MoreMenu({ card }: { card: CustomerCard }): ReactNode {
  const { t } = useTranslation('customers');
  const bin = useBin(card);
  const [erasing, setErasing] = useState(false);
  const mayErase = useMay('customers.erase');
  const mayPackage = useMay('privacy.manage');
  if (!card.may.delete && !mayErase && !mayPackage) return null;
  return (
    <>
      <Menu position="bottom-end" withinPortal>
        <Menu.Target>
          <ActionIcon variant="default" size={36} aria-label={t('card.more')}>
            <IconDots size={18} stroke={1.7} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          {mayPackage && (
            <Menu.Item
              component="a"
              leftSection={<IconPackageExport size={16} stroke={1.7} />}
              href={apiUrl(`/customers/${card.id}/package`)}
              download
            >
              {t('privacy.package.download')}
            </Menu.Item>
          )}
          {card.may.delete && (
            <Menu.Item leftSection={<IconTrash size={16} stroke={1.7} />} onClick={() => void bin()}>
              {t('card.bin')}
            </Menu.Item>
          )}
          {mayErase && (
            <Menu.Item
              color="seal"
              leftSection={<IconUserOff size={16} stroke={1.7} />}
              onClick={() => setErasing(true)}
            >
              {t('privacy.erase.button')}
            </Menu.Item>
          )}
        </Menu.Dropdown>
      </Menu>
      <EraseDialog card={card} opened={erasing} onClose={() => setErasing(false)} />
    </>
  );
}

/** Into the bin at once; the way back is offered instead of asking first. */
function useBin(card: CustomerCard): () => Promise<void> {
  const { t } = useTranslation('customers');
  const queries = useQueryClient();
  const navigate = useNavigate();
  const bin = useMutation(api.bin.mutationOptions());
  const restore = useMutation(api.restore.mutationOptions());
  const sayProblem = (error: unknown) => toastProblem(isApiError(error) ? error.message : t('form.notSaved'));
  return async () => {
    try {
      await bin.mutateAsync({ id: card.id });
    } catch (error) {
      sayProblem(error);
      return;
    }
    await navigate({ to: '/customers' });
    void queries.invalidateQueries({ queryKey: api.key() });
    toastWithUndo(t('card.binned', { name: card.name }), () => {
      restore
        .mutateAsync({ id: card.id })
        .then(() => queries.invalidateQueries({ queryKey: api.key() }))
        .catch(sayProblem);
    });
  };
}
