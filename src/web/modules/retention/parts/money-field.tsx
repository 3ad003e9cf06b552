import { NumberInput } from '@mantine/core';
import type { ReactNode } from 'react';
import { exponentOf } from '../../../../maths/money.ts';
import { useFormats } from '../../../kit/use-formats.ts';

interface MoneyFieldProps {
  label: string;
  description?: string;
  /** The currency of the books unless said; then it is said beside the field. */
  currency?: string;
  value: number | string;
  onChange: (value: number | string) => void;
  error?: ReactNode;
}

/** An amount of nothing or more, with as many decimals as its currency has. */
export function MoneyField({ currency, ...field }: MoneyFieldProps): ReactNode {
  const f = useFormats();
  return (
    <NumberInput
      {...field}
      {...(currency === undefined ? { prefix: f.currencySign() } : {})}
      min={0}
      max={1_000_000_000}
      decimalScale={exponentOf(currency ?? f.settings.baseCurrency)}
    />
  );
}
