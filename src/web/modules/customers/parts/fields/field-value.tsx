import { IconLock } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { birthdayText, type Birthday } from '../../../../kit/birthday.ts';
import { Tag, Tags } from '../../../../kit/tag.tsx';
import { useFormats } from '../../../../kit/use-formats.ts';
import { apiUrl } from '../../../../api/http.ts';
import { api, type FieldView } from '../../api.ts';
import { optionName } from './field-text.ts';
import classes from './fields.module.css';
import { COVERED, type Value } from './use-fields.ts';

interface FieldValueProps {
  field: Pick<FieldView, 'type' | 'options' | 'unit' | 'name'>;
  value: Value | undefined;
  /** Whose card it stands on; files and customers are named only there. */
  customerId?: string;
}

/** A value as people read it. */
export function FieldValue({ field, value, customerId }: FieldValueProps): ReactNode {
  const { t } = useTranslation('customers');
  const f = useFormats();
  if (value === undefined || value === null) return null;
  if (value === COVERED) return <Covered name={field.name} />;
  if (typeof value === 'boolean') return t(value ? 'fields.yes' : 'fields.no');
  if (typeof value === 'number') return [f.number(value, decimalsOf(value)), field.unit].filter(Boolean).join(' ');
  if (Array.isArray(value)) {
    return (
      <Tags>
        {value.map((key) => (
          <Tag key={key} tone="plain">
            {optionName(field, key, t)}
          </Tag>
        ))}
      </Tags>
    );
  }
  if (typeof value === 'object') return 'amount' in value ? f.money(value) : birthdayText(value as Birthday, t);
  return textOf(field, value, t, f, customerId);
}

function Covered({ name }: { name: string }): ReactNode {
  const { t } = useTranslation('customers');
  return (
    <span className={classes.covered}>
      <IconLock size={14} stroke={1.7} aria-hidden="true" />
      <span role="img" aria-label={`${name}: ${t('fields.covered')}`}>
        {COVERED}
      </span>
    </span>
  );
}

function decimalsOf(value: number): number {
  return Math.min(9, String(value).split('.')[1]?.length ?? 0);
}

type T = ReturnType<typeof useTranslation<'customers'>>['t'];

function textOf(
  field: FieldValueProps['field'],
  value: string,
  t: T,
  f: ReturnType<typeof useFormats>,
  customerId: string | undefined,
): ReactNode {
  switch (field.type) {
    case 'choice':
    case 'multiChoice':
      return optionName(field, value, t);
    case 'date':
      return /^\d{4}-\d\d-\d\d$/.test(value) ? f.date(value) : value;
    case 'phone':
      return <a href={`tel:${value}`}>{value}</a>;
    case 'email':
      return <a href={`mailto:${value}`}>{value}</a>;
    case 'link':
      return <SafeLink href={value} />;
    case 'customer':
      return <OtherCustomer id={value} />;
    case 'file':
      return customerId ? <NamedFile customerId={customerId} fileId={value} /> : null;
    case 'longText':
      return <span className={classes.prose}>{value}</span>;
    default:
      return value;
  }
}

// What was written before the field was a link may be anything.
function SafeLink({ href }: { href: string }): ReactNode {
  if (!/^https?:\/\//i.test(href)) return href;
  return (
    <a href={href} target="_blank" rel="noopener noreferrer nofollow">
      {href.replace(/^https?:\/\/(www\.)?/i, '').replace(/\/$/, '')}
    </a>
  );
}

function OtherCustomer({ id }: { id: string }): ReactNode {
  const { t } = useTranslation('customers');
  const { data, error } = useQuery(api.read.queryOptions({ input: { id }, staleTime: 60_000, retry: false }));
  if (error) return <span className={classes.quiet}>{t('fields.unseen')}</span>;
  return (
    data && (
      <Link to="/customers/$id" params={{ id }}>
        {data.name}
      </Link>
    )
  );
}

function NamedFile({ customerId, fileId }: { customerId: string; fileId: string }): ReactNode {
  const { data } = useQuery(api.files.list.queryOptions({ input: { id: customerId } }));
  const file = data?.items.find(({ id }) => id === fileId);
  if (!file) return null;
  return (
    <a href={apiUrl(`/customers/${customerId}/files/${fileId}`)} download>
      {file.name}
    </a>
  );
}
