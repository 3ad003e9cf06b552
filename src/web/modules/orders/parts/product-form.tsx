import { TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { parseMoney } from '../../../../maths/money.ts';
import { Form, FormRow } from '../../../kit/form.tsx';
import { toast } from '../../../kit/toast.tsx';
import { useFormats } from '../../../kit/use-formats.ts';
import { api, type ProductView } from '../api.ts';
import classes from './order.module.css';
import { plainNumber } from './plain-number.ts';
import { fieldOf, sentenceOf } from './sentence-of.ts';

interface ProductFormProps {
  /** Absent: a new one. */
  product?: ProductView;
  onDone: () => void;
}

interface ProductDraft {
  sku: string;
  name: string;
  category: string;
  unitPrice: string;
  guarantee: string;
  service: string;
}

export function ProductForm({ product, onDone }: ProductFormProps): ReactNode {
  const { t } = useTranslation('orders');
  const f = useFormats();
  const { form, save, busy, problem, currency } = useProductForm(product, onDone);
  return (
    <Form onSubmit={save} submit={t('save')} busy={busy} onCancel={onDone} problem={problem}>
      <TextInput label={t('field.name')} maxLength={300} data-autofocus {...form.getInputProps('name')} />
      <FormRow>
        <TextInput label={t('field.sku')} maxLength={120} {...form.getInputProps('sku')} />
        <TextInput label={t('field.category')} maxLength={120} {...form.getInputProps('category')} />
      </FormRow>
      <TextInput
        label={`${t('field.unitPrice')} ${f.currencySign(currency)}`}
        inputMode="decimal"
        classNames={{ input: classes.figure ?? '' }}
        {...form.getInputProps('unitPrice')}
      />
      <FormRow>
        <TextInput
          label={t('products.guarantee')}
          inputMode="numeric"
          classNames={{ input: classes.figure ?? '' }}
          {...form.getInputProps('guarantee')}
        />
        <TextInput
          label={t('products.service')}
          inputMode="numeric"
          classNames={{ input: classes.figure ?? '' }}
          {...form.getInputProps('service')}
        />
      </FormRow>
    </Form>
  );
}

function useProductForm(product: ProductView | undefined, onDone: () => void) {
  const { t } = useTranslation('orders');
  const currency = useFormats().settings.baseCurrency;
  const priceCurrency = product?.unitPrice?.currency ?? currency;
  const queries = useQueryClient();
  const form = useForm<ProductDraft>({
    initialValues: {
      sku: product?.sku ?? '',
      name: product?.name ?? '',
      category: product?.category ?? '',
      unitPrice: product?.unitPrice?.amount ?? '',
      guarantee: product?.guaranteeMonths?.toString() ?? '',
      service: product?.serviceMonths?.toString() ?? '',
    },
    validate: {
      sku: (sku) => (sku.trim() ? null : t('products.skuMissing')),
      name: (name) => (name.trim() ? null : t('products.nameMissing')),
      unitPrice: (typed) =>
        typed.trim() === '' || parseMoney(plainNumber(typed), priceCurrency).ok ? null : t('products.priceWrong'),
      guarantee: (typed) => (monthsOf(typed, MOST_GUARANTEE) === undefined ? t('products.guaranteeWrong') : null),
      service: (typed) => (monthsOf(typed, MOST_SERVICE) === undefined ? t('products.serviceWrong') : null),
    },
  });
  const answered = {
    onSuccess: () => {
      toast(t('saved'));
      onDone();
      return queries.invalidateQueries({ queryKey: api.products.key() });
    },
    onError: (error: unknown) => {
      if (fieldOf(error) === 'sku') form.setFieldError('sku', sentenceOf(error, ''));
    },
  };
  const create = useMutation(api.products.create.mutationOptions(answered));
  const change = useMutation(api.products.change.mutationOptions(answered));
  const save = form.onSubmit((draft) => {
    const facts = {
      sku: draft.sku.trim(),
      name: draft.name.trim(),
      category: draft.category.trim() || null,
      unitPrice: draft.unitPrice.trim() ? { amount: plainNumber(draft.unitPrice), currency: priceCurrency } : null,
      guaranteeMonths: monthsOf(draft.guarantee, MOST_GUARANTEE) ?? null,
      serviceMonths: monthsOf(draft.service, MOST_SERVICE) ?? null,
    };
    if (product) change.mutate({ ...facts, id: product.id, version: product.version });
    else create.mutate(facts);
  });
  const error = create.error ?? change.error;
  return {
    form,
    save,
    currency: priceCurrency,
    busy: create.isPending || change.isPending,
    problem: error && fieldOf(error) !== 'sku' ? sentenceOf(error, t('notSaved')) : undefined,
  };
}

/** Months. */
const MOST_GUARANTEE = 600;
const MOST_SERVICE = 120;

/** Null for none; undefined where it is no number of months. */
function monthsOf(typed: string, most: number): number | null | undefined {
  const plain = plainNumber(typed);
  if (plain === '') return null;
  const months = Number(plain);
  return Number.isInteger(months) && months >= 1 && months <= most ? months : undefined;
}
