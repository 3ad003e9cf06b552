import { Autocomplete } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useMay } from '../../../../api/session.ts';
import { api } from '../../api.ts';
import type { Goods } from './basket.ts';

/** Part of a name, or a barcode that a scanner types and ends with Enter. */
export function GoodsField({
  onGoods,
  onName,
}: {
  onGoods: (goods: Goods) => void;
  onName: (name: string) => void;
}): ReactNode {
  const { t } = useTranslation('loyalty');
  const [typed, setTyped] = useState('');
  const [settled] = useDebouncedValue(typed.trim(), 150);
  const may = useMay('orders.read');
  const { data, isFetching } = useQuery(
    api.counter.goods.queryOptions({ input: { q: settled }, enabled: may && settled !== '' }),
  );
  const found = data?.items ?? [];
  const take = (goods: Goods) => {
    setTyped('');
    onGoods(goods);
  };
  return (
    <Autocomplete
      label={t('counter.addGoods')}
      value={typed}
      onChange={setTyped}
      data={found.map(({ sku, name }) => ({ value: sku, label: `${name} ${sku}` }))}
      filter={({ options }) => options}
      onOptionSubmit={(sku) => {
        const goods = found.find((one) => one.sku === sku);
        if (goods) take(goods);
      }}
      onKeyDown={(event) => {
        if (event.key !== 'Enter') return;
        event.preventDefault();
        const wanted = typed.trim();
        const exact = found.find(({ sku }) => sku.toLowerCase() === wanted.toLowerCase());
        const only = exact ?? (found.length === 1 && !isFetching ? found[0] : undefined);
        if (only) take(only);
        else if (wanted !== '' && found.length === 0 && settled === wanted && !isFetching) {
          setTyped('');
          onName(wanted);
        }
      }}
      clearable
      maxLength={120}
      autoComplete="off"
    />
  );
}
