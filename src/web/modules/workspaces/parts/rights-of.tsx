import { Select } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { contract as customers } from '../../../../modules/customers/contract.ts';
import { rightsContract, type MemberRights } from '../../../../modules/customers/rights/contract.ts';
import { moduleClient } from '../../../api/client.ts';
import { useMay } from '../../../api/session.ts';
import { ErrorState } from '../../../kit/error-state.tsx';
import { Tag, Tags } from '../../../kit/tag.tsx';
import { useFormats } from '../../../kit/use-formats.ts';
import classes from './rights.module.css';

const api = moduleClient('customers', { rights: rightsContract, list: customers.list });

/** "What may she see?": every right and field with its reason, of everything or of one customer. */
export function RightsOf({ memberId }: { memberId: string }): ReactNode {
  const { t } = useTranslation('workspaces');
  const seesCustomers = useMay('customers.read');
  const [customerId, setCustomerId] = useState<string | null>(null);
  const { data, error, refetch } = useQuery(
    api.rights.explain.queryOptions({
      input: { id: memberId, ...(customerId ? { customerId } : {}) },
      placeholderData: keepPreviousData,
    }),
  );
  if (error) return <ErrorState error={error} retry={() => void refetch()} />;
  return (
    <div>
      {seesCustomers && <CustomerChoice onChoose={setCustomerId} />}
      {data && <Belonging rights={data} />}
      {data?.customer && <OfCustomer customer={data.customer} />}
      {data && !data.customer && <OfEverything rights={data} />}
      {!data && <p aria-busy="true">{t('see.waiting')}</p>}
    </div>
  );
}

function CustomerChoice({ onChoose }: { onChoose: (id: string | null) => void }): ReactNode {
  const { t } = useTranslation('workspaces');
  const [typed, setTyped] = useState('');
  const [q] = useDebouncedValue(typed, 200);
  const { data } = useQuery(
    api.list.queryOptions({ input: { limit: 10, ...(q ? { q } : {}) }, placeholderData: keepPreviousData }),
  );
  return (
    <Select
      label={t('see.customer')}
      placeholder={t('see.everything')}
      searchable
      clearable
      clearButtonProps={{ 'aria-label': t('see.everything') }}
      filter={({ options }) => options}
      nothingFoundMessage={t('see.nobody')}
      onSearchChange={setTyped}
      onChange={onChoose}
      data={(data?.items ?? []).map(({ id, name, phone }) => ({ value: id, label: phone ? `${name} ${phone}` : name }))}
    />
  );
}

function Belonging({ rights }: { rights: MemberRights }): ReactNode {
  const { t } = useTranslation('workspaces');
  const f = useFormats();
  const words = [
    ...rights.teams.map(({ name }) => t('see.team', { name })),
    ...rights.branches.map(({ name }) => t('see.branch', { name })),
    ...rights.deputyFor.map(({ name, until }) => t('see.deputy', { name, until: f.date(f.dayOf(until)) })),
  ];
  return (
    <>
      <p className={classes.head}>{t('see.role', { role: rights.member.roleName })}</p>
      <Tags>
        {words.map((word) => (
          <Tag key={word} tone="plain">
            {word}
          </Tag>
        ))}
      </Tags>
    </>
  );
}

function OfEverything({ rights }: { rights: MemberRights }): ReactNode {
  const { t } = useTranslation('workspaces');
  const scope = (rows: boolean, value: string | null) => {
    if (rows) return t(`scope.${value ?? 'none'}`);
    return value === null ? t('scope.no') : t('scope.yes');
  };
  return (
    <>
      <h3 className={classes.head}>{t('see.rights')}</h3>
      <ul className={classes.answers}>
        {rights.rights.map(({ right, rows, scope: value, why }) => (
          <Answer
            key={right}
            what={t(`rights.${right}`)}
            answer={scope(rows, value)}
            tone={value === null ? 'plain' : 'teal'}
            why={why}
          />
        ))}
      </ul>
      <h3 className={classes.head}>{t('see.fields')}</h3>
      <ul className={classes.answers}>
        {rights.fields.map(({ field, reach, why }) => (
          <Answer
            key={field}
            what={t(`fields.${field}`, { defaultValue: field.replace('customers.custom.', '') })}
            answer={t(`reach.${reach}`)}
            tone={reach === 'edit' ? 'teal' : 'mind'}
            why={why}
          />
        ))}
      </ul>
    </>
  );
}

function OfCustomer({ customer }: { customer: NonNullable<MemberRights['customer']> }): ReactNode {
  const { t } = useTranslation('workspaces');
  const fields = (names: readonly string[]) => names.map((name) => t(`fields.customers.${name}`));
  return (
    <>
      <h3 className={classes.head}>{customer.name}</h3>
      <ul className={classes.answers}>
        {customer.rights.map(({ right, allowed, why }) => (
          <Answer
            key={right}
            what={t(`rights.${right}`)}
            answer={allowed ? t('scope.yes') : t('scope.no')}
            tone={allowed ? 'well' : 'plain'}
            why={why}
          />
        ))}
      </ul>
      {customer.masked.length > 0 && <p>{t('see.masked', { fields: fields(customer.masked).join(' · ') })}</p>}
      {customer.hidden.length > 0 && <p>{t('see.hidden', { fields: fields(customer.hidden).join(' · ') })}</p>}
    </>
  );
}

interface AnswerProps {
  what: string;
  answer: string;
  tone: 'plain' | 'teal' | 'mind' | 'well';
  why: readonly string[];
}

function Answer({ what, answer, tone, why }: AnswerProps): ReactNode {
  return (
    <li className={classes.answer}>
      <span>{what}</span>
      <Tag tone={tone}>{answer}</Tag>
      <p className={classes.why}>{why.join(' ')}</p>
    </li>
  );
}
