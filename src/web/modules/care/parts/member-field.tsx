import { Select } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { contract } from '../../../../modules/workspaces/contract.ts';
import { moduleClient } from '../../../api/client.ts';

const workspaces = moduleClient('workspaces', { members: contract.members });

/** One of the colleagues, or nobody. */
export function MemberField({
  label,
  value,
  onChange,
}: {
  label: string;
  value: string;
  onChange: (id: string) => void;
}): ReactNode {
  const { data } = useQuery(workspaces.members.list.queryOptions({ input: {}, staleTime: 5 * 60_000 }));
  const active = data?.items.filter((member) => member.active) ?? [];
  return (
    <Select
      label={label}
      clearable
      value={value || null}
      data={active.map(({ id, name }) => ({ value: id, label: name }))}
      onChange={(next) => onChange(next ?? '')}
    />
  );
}
