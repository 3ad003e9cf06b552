import { NumberInput, Select, TagsInput, TextInput } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { FormRow } from '../../../kit/form.tsx';
import type { GivenTerms } from '../api.ts';
import { useMoneyField } from './use-money-field.ts';

const KINDS = ['amount', 'percent', 'buy-get', 'product', 'shipping', 'service'] as const;

interface FieldsProps {
  terms: GivenTerms;
  problems: Record<string, string>;
  onChange: (change: Partial<GivenTerms>) => void;
}

/** What a coupon takes off, and of which goods. */
export function TakesOffFields({ terms, problems, onChange }: FieldsProps): ReactNode {
  const { t } = useTranslation('loyalty');
  const money = useMoneyField();
  const { kind } = terms;
  return (
    <>
      <FormRow>
        <Select
          label={t('coupons.kind')}
          data={KINDS.map((value) => ({ value, label: t(`coupons.kinds.${value}`) }))}
          value={kind}
          allowDeselect={false}
          onChange={(value) =>
            onChange({ kind: (value ?? kind) as GivenTerms['kind'], amount: value === 'amount' ? '10' : null })
          }
        />
        <KindField terms={terms} problems={problems} onChange={onChange} />
      </FormRow>
      {kind === 'buy-get' && (
        <FormRow>
          <NumberInput
            label={t('coupons.buy')}
            min={1}
            max={100}
            value={terms.buy ?? ''}
            error={problems['terms.buy']}
            onChange={(value) => onChange({ buy: whole(value) })}
          />
          <NumberInput
            label={t('coupons.get')}
            min={1}
            max={100}
            value={terms.get ?? ''}
            error={problems['terms.get']}
            onChange={(value) => onChange({ get: whole(value) })}
          />
        </FormRow>
      )}
      <FormRow>
        <NumberInput
          {...money}
          label={t('coupons.minimum')}
          value={shown(terms.minimum)}
          error={problems['terms.minimum']}
          onChange={(value) => onChange({ minimum: amount(value) ?? '0' })}
        />
        <TagsInput
          label={t('coupons.categories')}
          description={t('coupons.categoriesAbout')}
          value={terms.categories ?? []}
          onChange={(categories) => onChange({ categories })}
        />
      </FormRow>
    </>
  );
}

/** The one fact that each kind needs. */
function KindField({ terms, problems, onChange }: FieldsProps): ReactNode {
  const { t } = useTranslation('loyalty');
  const money = useMoneyField();
  const { kind } = terms;
  return (
    <>
      {kind === 'amount' && (
        <NumberInput
          {...money}
          label={t('coupons.amount')}
          value={shown(terms.amount)}
          error={problems['terms.amount']}
          onChange={(value) => onChange({ amount: amount(value) })}
        />
      )}
      {kind === 'percent' && (
        <NumberInput
          label={t('coupons.percent')}
          suffix=" %"
          min={1}
          max={100}
          value={terms.percent ?? ''}
          error={problems['terms.percent']}
          onChange={(value) => onChange({ percent: whole(value) })}
        />
      )}
      {kind === 'product' && (
        <TextInput
          label={t('coupons.sku')}
          value={terms.sku ?? ''}
          error={problems['terms.sku']}
          onChange={({ currentTarget }) => onChange({ sku: currentTarget.value })}
        />
      )}
      {kind === 'service' && (
        <TextInput
          label={t('coupons.service')}
          value={terms.service ?? ''}
          error={problems['terms.service']}
          onChange={({ currentTarget }) => onChange({ service: currentTarget.value })}
        />
      )}
    </>
  );
}

function whole(value: string | number): number | null {
  return typeof value === 'number' ? value : null;
}

function amount(value: string | number): string | null {
  return typeof value === 'number' ? String(value) : null;
}

function shown(value: string | null | undefined): number | '' {
  return value ? Number(value) : '';
}
