import { ActionIcon, Autocomplete, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { IconX } from '@tabler/icons-react';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useId, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { formatDecimal } from '../../../../maths/money.ts';
import { useFormats } from '../../../kit/use-formats.ts';
import { api, type ProductView } from '../api.ts';
import { totalOfLine, type LineDraft } from './order-draft.ts';
import classes from './order.module.css';

interface LineFieldsProps {
  line: LineDraft;
  currency: string;
  error: ReactNode;
  focused: boolean;
  onChange: (change: Partial<LineDraft>) => void;
  onRemove?: () => void;
}

/** One line being typed: what, how many, at what price, less what. */
export function LineFields({ line, currency, error, focused, onChange, onRemove }: LineFieldsProps): ReactNode {
  const { t } = useTranslation('orders');
  const problem = useId();
  const typed = (field: 'quantity' | 'unitPrice' | 'discount') => ({
    label: t(`field.${field}`),
    value: line[field],
    inputMode: 'decimal' as const,
    classNames: { input: classes.figure ?? '' },
    'aria-describedby': error ? problem : undefined,
    onChange: (event: React.ChangeEvent<HTMLInputElement>) => onChange({ [field]: event.currentTarget.value }),
  });
  return (
    <div className={classes.line} role="group" aria-label={line.name || t('field.product')}>
      <div className={classes.lineHead}>
        <ProductField line={line} currency={currency} focused={focused} onChange={onChange} />
        {onRemove && (
          <ActionIcon variant="subtle" color="gray" size={36} aria-label={t('record.removeLine')} onClick={onRemove}>
            <IconX size={16} stroke={1.7} />
          </ActionIcon>
        )}
      </div>
      <div className={classes.lineFigures}>
        <TextInput {...typed('quantity')} error={Boolean(error)} />
        <TextInput {...typed('unitPrice')} error={Boolean(error)} />
        <TextInput {...typed('discount')} placeholder="0" />
        <LineTotal line={line} currency={currency} />
      </div>
      {error && (
        <p id={problem} className={classes.problem} role="alert">
          {error}
        </p>
      )}
    </div>
  );
}

function LineTotal({ line, currency }: { line: LineDraft; currency: string }): ReactNode {
  const { t } = useTranslation('orders');
  const f = useFormats();
  const total = totalOfLine(line, currency);
  return (
    <div className={classes.lineTotal}>
      <span>{t('field.lineTotal')}</span>
      <b>{total === null ? '–' : f.amount({ amount: formatDecimal(total, currency), currency })}</b>
    </div>
  );
}

type ProductFieldProps = Pick<LineFieldsProps, 'line' | 'currency' | 'focused' | 'onChange'>;

/** Any words will do; those of a known product bring its number and price along. */
function ProductField({ line, currency, focused, onChange }: ProductFieldProps): ReactNode {
  const { t } = useTranslation('orders');
  const f = useFormats();
  const products = useProducts(line.name);
  const type = (name: string) => {
    const product = products.get(name);
    if (product) onChange(lineOf(product, line, currency));
    else onChange({ name, ...(name === line.name ? {} : { sku: null, category: null }) });
  };
  return (
    <Autocomplete
      className={classes.product}
      label={t('field.product')}
      placeholder={t('record.productHint')}
      data={[...products.keys()]}
      filter={({ options }) => options}
      maxLength={300}
      openOnFocus={false}
      data-autofocus={focused || undefined}
      value={line.name}
      onChange={type}
      renderOption={({ option }) => {
        const product = products.get(option.value);
        return (
          <span className={classes.option}>
            {option.value}
            {product && (
              <small>
                {[product.sku, product.unitPrice && f.money(product.unitPrice)].filter(Boolean).join(' · ')}
              </small>
            )}
          </span>
        );
      }}
    />
  );
}

const SUGGESTED = 8;

function useProducts(typed: string): Map<string, ProductView> {
  const [q] = useDebouncedValue(typed.trim(), 180);
  const { data } = useQuery({
    ...api.products.list.queryOptions({ input: { q, limit: SUGGESTED }, staleTime: 30_000 }),
    enabled: q !== '',
    placeholderData: keepPreviousData,
  });
  const found = q === '' ? [] : (data?.items ?? []);
  // Of two products with one name the first is offered: a list cannot tell them apart.
  return new Map(found.toReversed().map((product) => [product.name, product]));
}

function lineOf(product: ProductView, line: LineDraft, currency: string): Partial<LineDraft> {
  const { name, sku, category, unitPrice } = product;
  const price = unitPrice?.currency === currency && line.unitPrice.trim() === '' ? unitPrice.amount : line.unitPrice;
  return { name, sku, category, unitPrice: price };
}
