import type { TFunction } from 'i18next';
import { useMemo, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Age } from '../../../kit/age.tsx';
import type { LedgerColumn } from '../../../kit/ledger/columns.ts';
import { Tag, Tags } from '../../../kit/tag.tsx';
import { useFormats } from '../../../kit/use-formats.ts';
import type { Formats } from '../../../kit/formats.ts';
import type { Customer, FieldView, ListColumnView } from '../api.ts';
import { FieldValue } from './fields/field-value.tsx';
import { useFields } from './fields/use-fields.ts';
import { minorText } from './minor-text.ts';
import { useMembers } from './members.ts';
import { useBranches } from './branches.ts';
import { RestoreButton } from './restore-button.tsx';
import { StageTag } from './stage-tag.tsx';

export interface CustomerRow extends Customer {
  columns: Record<string, string | number | null>;
}

export type CustomerColumn = LedgerColumn<CustomerRow> & {
  /** Shown until somebody chooses otherwise. */
  usual: boolean;
};

/** Every column that the list can show, in order: the customer's own, then those of other modules. */
export function useCustomerColumns(registered: readonly ListColumnView[]): CustomerColumn[] {
  const { t } = useTranslation('customers');
  const f = useFormats();
  const members = useMembers();
  const branches = useBranches();
  const { fields } = useFields();
  return useMemo(() => {
    const names = new Map([...members, ...branches].map(({ id, name }) => [id, name]));
    return [
      ...ownColumns(t, names),
      ...registered.map((column) => registeredColumn(column, registered, t, f)),
      ...fields.map(fieldColumn),
      ...lateColumns(t),
    ];
  }, [registered, t, f, members, branches, fields]);
}

function ownColumns(t: TFunction<'customers'>, owners: Map<string, string>): CustomerColumn[] {
  return [
    { key: 'name', title: t('field.name'), cell: ({ name }) => name, sort: 'name', usual: true },
    { key: 'phone', title: t('field.phone'), cell: ({ phone }) => phone, phone: 'note', usual: true },
    {
      key: 'stage',
      title: t('field.stage'),
      cell: ({ stage }) => <StageTag stage={stage} />,
      phone: 'note',
      usual: true,
    },
    {
      key: 'tags',
      title: t('field.tags'),
      cell: ({ tags }) => <SomeTags tags={tags} />,
      phone: 'absent',
      usual: true,
    },
    {
      key: 'owner',
      title: t('field.ownerId'),
      cell: ({ ownerId }) => (ownerId ? owners.get(ownerId) : null),
      phone: 'absent',
      usual: false,
    },
    {
      key: 'branch',
      title: t('field.branchId'),
      cell: ({ branchId }) => (branchId ? owners.get(branchId) : null),
      phone: 'absent',
      usual: false,
    },
    { key: 'source', title: t('field.source'), cell: ({ source }) => source, phone: 'absent', usual: false },
    { key: 'email', title: t('field.email'), cell: ({ email }) => email, phone: 'absent', usual: false },
    { key: 'city', title: t('address.city'), cell: ({ address }) => address?.['city'], phone: 'absent', usual: false },
  ];
}

const SORTED = new Set<FieldView['type']>([
  'text',
  'number',
  'money',
  'date',
  'choice',
  'yesNo',
  'phone',
  'email',
  'link',
]);

/** A field of the business's own: what the card says, in one line. */
function fieldColumn(field: FieldView): CustomerColumn {
  const { key, name, type, inLists, ready, sensitive } = field;
  const number = type === 'number' || type === 'money';
  return {
    key: `custom.${key}`,
    title: name,
    cell: ({ id, custom }) => <FieldValue field={field} value={custom[key]} customerId={id} />,
    phone: 'absent',
    usual: false,
    ...(number ? { number: true, descendingFirst: true } : {}),
    ...(SORTED.has(type) && inLists && ready && !sensitive ? { sort: `custom.${key}` } : {}),
  };
}

function lateColumns(t: TFunction<'customers'>): CustomerColumn[] {
  return [
    {
      key: 'createdAt',
      title: t('field.createdAt'),
      cell: ({ createdAt }) => <Age at={createdAt} />,
      number: true,
      sort: 'createdAt',
      descendingFirst: true,
      phone: 'absent',
      usual: false,
    },
  ];
}

/** Only in the list of the bin. */
export function restoreColumn(t: TFunction<'customers'>): LedgerColumn<CustomerRow> {
  return {
    key: 'restore',
    title: t('list.restore'),
    cell: ({ id, name }) => <RestoreButton id={id} name={name} />,
    phone: 'noteEnd',
  };
}

function SomeTags({ tags }: { tags: readonly string[] }): ReactNode {
  const shown = tags.slice(0, 3);
  return (
    <Tags>
      {shown.map((tag) => (
        <Tag key={tag} tone="plain">
          {tag}
        </Tag>
      ))}
      {tags.length > shown.length && <Tag tone="plain">+{tags.length - shown.length}</Tag>}
    </Tags>
  );
}

const PHONE_PLACES = {
  money: 'leadEnd',
  day: 'noteEnd',
  number: 'absent',
  decimal: 'absent',
  key: 'absent',
  text: 'absent',
} as const;

function registeredColumn(
  column: ListColumnView,
  all: readonly ListColumnView[],
  t: TFunction,
  f: Formats,
): CustomerColumn {
  const { key, kind, sortable, usual, options } = column;
  const names = new Map(options.map((option) => [option.key, option.title]));
  const title = t(column.title);
  return {
    key,
    title: kind === 'money' ? `${title} ${f.currencySign()}` : title,
    cell: (row) => registeredCell(row.columns[key] ?? null, kind, f, (value) => t(names.get(value) ?? value)),
    // Two lines have room for one amount and one day.
    phone: all.find((one) => one.kind === kind) === column ? PHONE_PLACES[kind] : 'absent',
    usual,
    ...(kind === 'key' ? {} : { number: true, descendingFirst: true }),
    ...(sortable ? { sort: key } : {}),
  };
}

function registeredCell(
  value: string | number | null,
  kind: ListColumnView['kind'],
  f: Formats,
  nameOf: (key: string) => string,
): ReactNode {
  if (value === null) return null;
  if (kind === 'money') return f.amount({ amount: minorText(String(value), f), currency: f.settings.baseCurrency });
  if (kind === 'day') return <Age at={String(value)} />;
  return kind === 'number' ? f.number(Math.round(Number(value))) : <Tag>{nameOf(String(value))}</Tag>;
}
