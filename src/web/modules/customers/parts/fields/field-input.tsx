import { Checkbox, MultiSelect, NumberInput, SegmentedControl, Select, Textarea, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { type Birthday } from '../../../../kit/birthday.ts';
import { api, type FieldView } from '../../api.ts';
import { BirthdayField, birthdayOf, draftOf, noBirthday, type BirthdayDraft } from '../birthday-field.tsx';
import { optionName } from './field-text.ts';
import classes from './fields.module.css';
import { COVERED, nameIn, type Value } from './use-fields.ts';

export interface FieldInputProps {
  field: FieldView;
  value: Value | undefined;
  onChange: (value: Value) => void;
  error?: ReactNode;
  required?: boolean;
  /** The card, where there is one already: its files can be chosen. */
  customerId?: string | undefined;
  autoFocus?: boolean;
}

/** Asks for a value as its type wants it; an empty one is `null`. */
export function FieldInput(props: FieldInputProps): ReactNode {
  const { i18n } = useTranslation('customers');
  const { field, error, required, autoFocus } = props;
  const shared: Shared = {
    label: nameIn(field, i18n.language),
    description: field.help ?? undefined,
    error,
    ...(required ? { required: true } : {}),
    ...(autoFocus ? { autoFocus: true } : {}),
  };
  const Asked = INPUTS[field.type === 'unsorted' ? 'text' : field.type];
  return <Asked {...props} shared={shared} />;
}

interface Shared {
  label: string;
  description: string | undefined;
  error: ReactNode;
  required?: boolean;
  autoFocus?: boolean;
}
type InputProps = FieldInputProps & { shared: Shared };

const INPUTS: Record<Exclude<FieldView['type'], 'unsorted'>, (props: InputProps) => ReactNode> = {
  text: (props) => <TextValue {...props} />,
  longText: (props) => <ProseValue {...props} />,
  number: (props) => <NumberValue {...props} />,
  money: (props) => <AmountValue {...props} />,
  date: (props) => <DateValue {...props} />,
  choice: (props) => <ChoiceValue {...props} />,
  multiChoice: (props) => <ChoicesValue {...props} />,
  yesNo: (props) => <YesNoValue {...props} />,
  phone: (props) => <TextValue {...props} kind="tel" />,
  email: (props) => <TextValue {...props} kind="email" />,
  link: (props) => <TextValue {...props} kind="url" />,
  file: (props) => <FileValue {...props} />,
  customer: (props) => <CustomerValue {...props} />,
};

/** Covered values are not typed over by accident: the field stands empty, and says that there is something. */
function textIn(value: Value | undefined): { value: string; placeholder?: string } {
  return value === COVERED ? { value: '', placeholder: COVERED } : { value: typeof value === 'string' ? value : '' };
}

function TextValue({ value, onChange, shared, kind }: InputProps & { kind?: 'tel' | 'email' | 'url' }): ReactNode {
  return (
    <TextInput
      {...shared}
      {...textIn(value)}
      {...(kind ? { type: kind, inputMode: kind } : {})}
      maxLength={kind === 'url' ? 1000 : 500}
      onChange={(event) => onChange(event.currentTarget.value || null)}
    />
  );
}

function ProseValue({ value, onChange, shared }: InputProps): ReactNode {
  return (
    <Textarea
      {...shared}
      {...textIn(value)}
      className={classes.wide ?? ''}
      autosize
      minRows={2}
      maxRows={10}
      maxLength={5000}
      onChange={(event) => onChange(event.currentTarget.value || null)}
    />
  );
}

function NumberValue({ field, value, onChange, shared }: InputProps): ReactNode {
  return (
    <NumberInput
      {...shared}
      hideControls
      decimalScale={9}
      {...(value === COVERED ? { placeholder: COVERED } : {})}
      value={typeof value === 'number' ? value : ''}
      rightSectionWidth={field.unit ? Math.min(120, 20 + field.unit.length * 14) : 0}
      rightSection={field.unit ? <span className={classes.unit}>{field.unit}</span> : null}
      rightSectionPointerEvents="none"
      onChange={(given) => onChange(given === '' ? null : Number(given))}
    />
  );
}

function AmountValue({ field, value, onChange, shared }: InputProps): ReactNode {
  const amount = typeof value === 'object' && value !== null && 'amount' in value ? value.amount : '';
  const [typed, setTyped] = useState(amount);
  const currency = field.unit ?? '';
  return (
    <TextInput
      {...shared}
      inputMode="decimal"
      value={typed}
      {...(value === COVERED ? { placeholder: COVERED } : {})}
      rightSectionWidth={54}
      rightSection={<span className={classes.unit}>{currency}</span>}
      rightSectionPointerEvents="none"
      onChange={(event) => {
        const text = event.currentTarget.value;
        setTyped(text);
        onChange(text.trim() === '' ? null : { amount: text.trim(), currency });
      }}
    />
  );
}

/** `2026-02-14` or the parts of a day that comes again. */
function partsOf(value: Value | undefined): Birthday | null {
  if (typeof value === 'object' && value !== null && 'month' in value) return value;
  const [year, month, day] = typeof value === 'string' ? value.split('-').map(Number) : [];
  return year && month && day ? { calendar: 'solar', year, month, day } : null;
}

function DateValue({ value, onChange, shared }: InputProps): ReactNode {
  const [draft, setDraft] = useState<BirthdayDraft>(() => draftOf(partsOf(value)) ?? noBirthday);
  return (
    <div className={classes.wide}>
      <BirthdayField
        legend={shared.label}
        value={draft}
        error={shared.error}
        onChange={(next) => {
          setDraft(next);
          const day = birthdayOf(next);
          // Half a day is no day yet.
          if (day !== undefined) onChange(day as Value);
        }}
      />
      {shared.description && <p className={classes.help}>{shared.description}</p>}
    </div>
  );
}

function ChoiceValue({ field, value, onChange, shared }: InputProps): ReactNode {
  const { t } = useTranslation('customers');
  const chosen = typeof value === 'string' && value !== COVERED ? value : null;
  return (
    <Select
      {...shared}
      clearable
      clearButtonProps={{ 'aria-label': t('fields.clear') }}
      searchable={field.options.length > 8}
      {...(value === COVERED ? { placeholder: COVERED } : {})}
      data={optionsFor(field, chosen === null ? [] : [chosen], t)}
      value={chosen}
      onChange={(key) => onChange(key)}
    />
  );
}

function ChoicesValue({ field, value, onChange, shared }: InputProps): ReactNode {
  const { t } = useTranslation('customers');
  const chosen = Array.isArray(value) ? value : [];
  return (
    <MultiSelect
      {...shared}
      clearable
      clearButtonProps={{ 'aria-label': t('fields.clear') }}
      searchable={field.options.length > 8}
      {...(value === COVERED ? { placeholder: COVERED } : {})}
      data={optionsFor(field, chosen, t)}
      value={chosen}
      onChange={(keys) => onChange(keys.length === 0 ? null : keys)}
    />
  );
}

function optionsFor(field: FieldView, chosen: readonly string[], t: Parameters<typeof optionName>[2]) {
  const offered = field.options.filter(({ key, removed }) => !removed || chosen.includes(key));
  const lost = chosen.filter((key) => !field.options.some((option) => option.key === key));
  return [
    ...offered.map(({ key }) => ({ value: key, label: optionName(field, key, t) })),
    ...lost.map((key) => ({ value: key, label: key })),
  ];
}

function YesNoValue({ value, onChange, shared }: InputProps): ReactNode {
  const { t } = useTranslation('customers');
  return (
    <fieldset className={classes.yesNo}>
      <legend>{shared.label}</legend>
      <SegmentedControl
        aria-label={shared.label}
        data={[
          { value: 'none', label: '–' },
          { value: 'yes', label: t('fields.yes') },
          { value: 'no', label: t('fields.no') },
        ]}
        value={value === true ? 'yes' : value === false ? 'no' : 'none'}
        onChange={(word) => onChange(word === 'none' ? null : word === 'yes')}
      />
      {shared.description && <p className={classes.help}>{shared.description}</p>}
      {shared.error && <p className={classes.problem}>{shared.error}</p>}
    </fieldset>
  );
}

function FileValue({ customerId, ...props }: InputProps): ReactNode {
  const { t } = useTranslation('customers');
  const input = { id: customerId ?? '' };
  const { data } = useQuery({ ...api.files.list.queryOptions({ input }), enabled: customerId !== undefined });
  const files = data?.items ?? [];
  const { value, onChange, shared } = props;
  return (
    <Select
      {...shared}
      clearable
      clearButtonProps={{ 'aria-label': t('fields.clear') }}
      disabled={files.length === 0}
      placeholder={files.length === 0 ? t('fields.noFiles') : t('fields.chooseFile')}
      data={files.map(({ id, name }) => ({ value: id, label: name }))}
      value={typeof value === 'string' ? value : null}
      onChange={(id) => onChange(id)}
    />
  );
}

function CustomerValue({ value, onChange, shared, customerId }: InputProps): ReactNode {
  const { t } = useTranslation('customers');
  const [typed, setTyped] = useState('');
  const [q] = useDebouncedValue(typed.trim(), 200);
  const id = typeof value === 'string' ? value : '';
  const chosen = useQuery({ ...api.read.queryOptions({ input: { id }, retry: false }), enabled: id !== '' }).data;
  const found = useQuery({ ...api.list.queryOptions({ input: { q, limit: 8 } }), enabled: q !== '' }).data?.items ?? [];
  const people = [...(chosen ? [chosen] : []), ...found.filter((one) => one.id !== id && one.id !== customerId)];
  return (
    <Select
      {...shared}
      clearable
      clearButtonProps={{ 'aria-label': t('fields.clear') }}
      searchable
      placeholder={t('fields.findCustomer')}
      nothingFoundMessage={q === '' ? t('fields.findCustomer') : t('list.nobodyFits')}
      data={people.map((one) => ({ value: one.id, label: [one.name, one.phone].filter(Boolean).join(' · ') }))}
      filter={({ options }) => options}
      searchValue={typed}
      onSearchChange={setTyped}
      value={id === '' ? null : id}
      onChange={(next) => onChange(next)}
    />
  );
}

interface AgreedProps {
  agreed: boolean;
  proof: string;
  onChange: (agreed: boolean, proof: string) => void;
}

/** Without the customer's own word nothing sensitive is written down. */
export function Agreed({ agreed, proof, onChange }: AgreedProps): ReactNode {
  const { t } = useTranslation('customers');
  return (
    <div className={classes.agreed}>
      <Checkbox
        label={t('fields.agreed')}
        checked={agreed}
        onChange={(event) => onChange(event.currentTarget.checked, proof)}
      />
      {agreed && (
        <TextInput
          label={t('fields.agreedHow')}
          placeholder={t('fields.agreedHint')}
          value={proof}
          maxLength={1000}
          onChange={(event) => onChange(agreed, event.currentTarget.value)}
        />
      )}
    </div>
  );
}
