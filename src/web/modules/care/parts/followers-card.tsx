import { Button } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Follower } from '../../../../modules/care/followers/contract.ts';
import { isApiError } from '../../../api/errors.ts';
import { useMay } from '../../../api/session.ts';
import { Age } from '../../../kit/age.tsx';
import { Card } from '../../../kit/surface.tsx';
import { Tag } from '../../../kit/tag.tsx';
import { toast, toastProblem } from '../../../kit/toast.tsx';
import { api } from '../api.ts';
import classes from './care.module.css';
import { CustomerField } from '../../../shell/customer-field.tsx';

/** Who wrote on WeChat or WeCom and is nobody's card yet; not there where nobody is. */
export function FollowersCard(): ReactNode {
  const { t } = useTranslation('care');
  const { data } = useQuery(api.followers.unknown.queryOptions({ input: {} }));
  const mayLink = useMay('customers.edit');
  if (!data || data.items.length === 0) return null;
  return (
    <Card heading={t('follower.title')} className={classes.gap}>
      <p className={classes.faint}>{t('follower.about')}</p>
      <ul className={classes.plain}>
        {data.items.map((follower) => (
          <li key={follower.id} className={classes.follower}>
            <Row follower={follower} mayLink={mayLink} />
          </li>
        ))}
      </ul>
      {data.more && <p className={classes.faint}>{t('follower.more')}</p>}
    </Card>
  );
}

function Row({ follower, mayLink }: { follower: Follower; mayLink: boolean }): ReactNode {
  const { t } = useTranslation('care');
  const queries = useQueryClient();
  const [customerId, setCustomerId] = useState<string | null>(null);
  const link = useMutation(
    api.followers.link.mutationOptions({
      onSuccess: () => toast(t('follower.linked')),
      onError: (error) => toastProblem(isApiError(error) ? error.message : t('failed')),
      onSettled: () => queries.invalidateQueries({ queryKey: api.key() }),
    }),
  );
  return (
    <>
      <span className={classes.grow}>
        <Tag tone="plain">{t(`kind.${follower.channel}`)}</Tag> <code>{follower.address}</code>
        <small className={classes.faint}>
          {' '}
          {t('follower.seen')} <Age at={follower.lastSeenAt} />
          {follower.following ? '' : ` · ${t('follower.left')}`}
        </small>
      </span>
      {mayLink && (
        <span className={classes.acts}>
          <CustomerField
            label={`${t('follower.customer')}: ${follower.address}`}
            labelHidden
            value={customerId}
            onChange={setCustomerId}
          />
          <Button
            variant="default"
            disabled={customerId === null}
            loading={link.isPending}
            onClick={() => link.mutate({ id: follower.id, customerId })}
          >
            {t('follower.link')}
          </Button>
        </span>
      )}
    </>
  );
}
