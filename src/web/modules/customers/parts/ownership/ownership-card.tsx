import { Button } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { SideDrawer } from '../../../../kit/side-drawer.tsx';
import { Card } from '../../../../kit/surface.tsx';
import { toast } from '../../../../kit/toast.tsx';
import { useFormats } from '../../../../kit/use-formats.ts';
import { api, type CustomerCard } from '../../api.ts';
import { useMemberName } from '../members.ts';
import privacy from '../privacy/privacy.module.css';
import { OwnerHistory } from './owner-history.tsx';
import { ShareForm } from './share-form.tsx';

/** Whose customer it is, who works on it besides, and how that came. */
export function OwnershipCard({ card }: { card: CustomerCard }): ReactNode {
  const { t } = useTranslation('customers');
  const [open, setOpen] = useState<'history' | 'share' | null>(null);
  const owner = useMemberName(card.ownerId);
  const close = () => setOpen(null);
  return (
    <Card
      heading={t('ownership.title')}
      end={
        <Button size="compact-xs" variant="subtle" onClick={() => setOpen('history')}>
          {t('ownership.history')}
        </Button>
      }
    >
      <ul className={privacy.rows}>
        <li>
          <span className={privacy.what}>
            {owner ?? t('ownership.nobody')}
            <small>{t('ownership.owner')}</small>
          </span>
        </li>
        <Collaborators card={card} />
      </ul>
      {card.may.edit && (
        <div className={privacy.acts}>
          <Button size="compact-sm" variant="light" onClick={() => setOpen('share')}>
            {t('ownership.share')}
          </Button>
        </div>
      )}
      <SideDrawer opened={open === 'history'} onClose={close} title={t('ownership.historyTitle')}>
        <OwnerHistory customerId={card.id} />
      </SideDrawer>
      <SideDrawer opened={open === 'share'} onClose={close} title={t('ownership.shareTitle')}>
        <ShareForm card={card} onDone={close} />
      </SideDrawer>
    </Card>
  );
}

function Collaborators({ card }: { card: CustomerCard }): ReactNode {
  const { t } = useTranslation('customers');
  const f = useFormats();
  const queries = useQueryClient();
  const { data } = useQuery(api.ownership.collaborators.queryOptions({ input: { id: card.id } }));
  const end = useMutation(
    api.ownership.endCollaboration.mutationOptions({
      onSuccess: () => {
        toast(t('ownership.ended'));
        return queries.invalidateQueries({ queryKey: api.ownership.key() });
      },
    }),
  );
  return data?.items.map(({ member, access, until }) => (
    <li key={member.id}>
      <span className={privacy.what}>
        {member.name}
        <small>
          {[t(`ownership.accesses.${access}`), until && t('ownership.untilDay', { day: f.dateTime(until) })]
            .filter(Boolean)
            .join(' · ')}
        </small>
      </span>
      {card.may.edit && (
        <Button
          size="compact-sm"
          variant="subtle"
          aria-label={t('ownership.endOf', { name: member.name })}
          loading={end.isPending}
          onClick={() => end.mutate({ id: card.id, memberId: member.id })}
        >
          {t('ownership.end')}
        </Button>
      )}
    </li>
  ));
}
