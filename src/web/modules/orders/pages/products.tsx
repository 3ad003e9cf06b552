import { Button, TextInput, UnstyledButton } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { IconPackage, IconPlus, IconSearch } from '@tabler/icons-react';
import { keepPreviousData } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { keyset, useKeysetList } from '../../../api/lists.ts';
import { useMay } from '../../../api/session.ts';
import { EmptyState } from '../../../kit/empty-state.tsx';
import type { LedgerColumn } from '../../../kit/ledger/columns.ts';
import { Ledger } from '../../../kit/ledger/ledger.tsx';
import { SideDrawer } from '../../../kit/side-drawer.tsx';
import { useFormats } from '../../../kit/use-formats.ts';
import { Panels } from '../../../shell/panels.tsx';
import { api, type ProductView } from '../api.ts';
import classes from '../parts/order.module.css';
import { ProductForm } from '../parts/product-form.tsx';

/** What the shop sells. Products also come by themselves, with imported orders. */
export function ProductsPage(): ReactNode {
  const { t } = useTranslation('orders');
  const [typed, setTyped] = useState('');
  const [edited, setEdited] = useState<ProductView | 'new'>();
  const mayEdit = useMay('products.edit');
  const list = useProductList(typed);
  const columns = useProductColumns(setEdited);
  return (
    <>
      <div className={classes.bar}>
        <TextInput
          type="search"
          aria-label={t('products.search')}
          placeholder={t('products.search')}
          leftSection={<IconSearch size={17} stroke={1.6} />}
          value={typed}
          onChange={(event) => setTyped(event.currentTarget.value)}
        />
        {mayEdit && (
          <Button leftSection={<IconPlus size={16} stroke={1.8} />} onClick={() => setEdited('new')}>
            {t('products.new')}
          </Button>
        )}
      </div>
      <Ledger<ProductView>
        label={t('settings.products.title')}
        columns={columns}
        list={list}
        rowId={(row) => row.id}
        empty={
          <EmptyState small icon={IconPackage}>
            {t(typed ? 'products.noneFits' : 'products.none')}
          </EmptyState>
        }
      />
      <ProductDrawer product={edited} mayEdit={mayEdit} onClose={() => setEdited(undefined)} />
    </>
  );
}

function useProductList(typed: string) {
  const [q] = useDebouncedValue(typed.trim(), 180);
  return useKeysetList(
    api.products.list.infiniteOptions({
      input: (cursor: string | undefined) => ({ ...(q ? { q } : {}), ...(cursor ? { cursor } : {}) }),
      ...keyset,
      placeholderData: keepPreviousData,
    }),
  );
}

function useProductColumns(onOpen: (product: ProductView) => void): LedgerColumn<ProductView>[] {
  const { t } = useTranslation('orders');
  const f = useFormats();
  return [
    {
      key: 'name',
      title: t('field.product'),
      cell: (product) => (
        <UnstyledButton className={classes.open} onClick={() => onOpen(product)}>
          {product.name}
        </UnstyledButton>
      ),
    },
    { key: 'sku', title: t('field.sku'), cell: ({ sku }) => sku },
    { key: 'category', title: t('field.category'), cell: ({ category }) => category ?? '' },
    {
      key: 'price',
      title: `${t('field.unitPrice')} ${f.currencySign()}`,
      cell: ({ unitPrice }) => (unitPrice ? priceIn(unitPrice) : ''),
      number: true,
      phone: 'leadEnd',
    },
  ];

  function priceIn(price: NonNullable<ProductView['unitPrice']>): string {
    return price.currency === f.settings.baseCurrency ? f.amount(price) : f.money(price, 'full');
  }
}

interface ProductDrawerProps {
  product: ProductView | 'new' | undefined;
  mayEdit: boolean;
  onClose: () => void;
}

/** What the product is, to be changed by who may, and what others know of it. */
function ProductDrawer({ product, mayEdit, onClose }: ProductDrawerProps): ReactNode {
  const { t } = useTranslation('orders');
  const known = product === 'new' ? undefined : product;
  return (
    <SideDrawer opened={product !== undefined} onClose={onClose} title={known?.name ?? t('products.new')}>
      {product !== undefined && mayEdit && (
        <ProductForm key={known?.id ?? 'new'} {...(known ? { product: known } : {})} onDone={onClose} />
      )}
      {known && (
        <div className={classes.more}>
          <Panels place="product.below" productId={known.id} />
        </div>
      )}
    </SideDrawer>
  );
}
