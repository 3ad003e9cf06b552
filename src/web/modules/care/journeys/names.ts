import { useQuery } from '@tanstack/react-query';
import { contract as customersContract } from '../../../../modules/customers/contract.ts';
import { couponsContract } from '../../../../modules/loyalty/coupons/contract.ts';
import { segmentsContract } from '../../../../modules/segments/conditions/contract.ts';
import { contract as workspacesContract } from '../../../../modules/workspaces/contract.ts';
import { moduleClient } from '../../../api/client.ts';
import { useMay } from '../../../api/session.ts';
import { api } from '../api.ts';

const customers = moduleClient('customers', { fields: customersContract.fields });
const coupons = moduleClient('loyalty', { coupons: couponsContract });
const segments = moduleClient('segments', { segments: segmentsContract });
const workspaces = moduleClient('workspaces', { members: workspacesContract.members });

export interface Choice {
  value: string;
  label: string;
}

/** What steps name by an id, with the names that people know. */
export interface Names {
  channels: (Choice & { kind: string })[];
  templates: (Choice & { channel: string })[];
  coupons: Choice[];
  segments: Choice[];
  members: Choice[];
  fields: (Choice & { type: string })[];
}

const choices = (items: readonly { id: string; name: string }[] | undefined): Choice[] =>
  (items ?? []).map(({ id, name }) => ({ value: id, label: name }));

export function useNames(): Names {
  const mayCoupons = useMay('loyalty.read');
  const maySegments = useMay('classes.read');
  const channels = useQuery(api.channels.list.queryOptions({ input: {} })).data?.items ?? [];
  const templates = useQuery(api.templates.list.queryOptions({ input: {} })).data?.items ?? [];
  const issued = useQuery({
    ...coupons.coupons.list.queryOptions({ input: { limit: 200 } }),
    enabled: mayCoupons,
  }).data?.items.filter(({ code, state }) => code === null && state !== 'over');
  const live = useQuery({ ...segments.segments.list.queryOptions({ input: {} }), enabled: maySegments }).data?.items;
  const members = useQuery(workspaces.members.list.queryOptions({ input: {} })).data?.items.filter(
    ({ active }) => active,
  );
  const fields = useQuery(customers.fields.list.queryOptions({ input: {} })).data?.fields ?? [];
  return {
    channels: channels.map(({ id, name, kind }) => ({ value: id, label: name, kind })),
    templates: templates.map(({ id, name, channel }) => ({ value: id, label: name, channel })),
    coupons: choices(issued),
    segments: choices(live?.filter(({ broken }) => !broken)),
    members: choices(members),
    fields: fields.map(({ key, name, type }) => ({ value: key, label: name, type })),
  };
}
