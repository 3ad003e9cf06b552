import { Select } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { contract } from '../../../../modules/loyalty/contract.ts';
import { moduleClient } from '../../../api/client.ts';
import { useMay } from '../../../api/session.ts';

const loyalty = moduleClient('loyalty', { coupons: contract.coupons });

/** A coupon that goes with the message, or none; not there for who may not see coupons, or where there are none. */
export function CouponField({
  value,
  onChange,
}: {
  value: string | null;
  onChange: (id: string | null) => void;
}): ReactNode {
  const { t } = useTranslation('care');
  const maySee = useMay('loyalty.read');
  const { data } = useQuery(loyalty.coupons.list.queryOptions({ input: { limit: 100 }, enabled: maySee }));
  const there = data?.items.filter(({ state }) => state !== 'over') ?? [];
  if (there.length === 0 && value === null) return null;
  return (
    <Select
      label={t('greeting.coupon')}
      description={t('greeting.couponAbout')}
      placeholder={t('greeting.noCoupon')}
      data={there.map(({ id, name }) => ({ value: id, label: name }))}
      value={value}
      clearable
      onChange={onChange}
    />
  );
}
