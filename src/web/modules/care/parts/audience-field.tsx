import { MultiSelect } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { viewsContract } from '../../../../modules/customers/views/contract.ts';
import { moduleClient } from '../../../api/client.ts';
import type { Audience } from '../api.ts';
import classes from './care.module.css';

const views = moduleClient('customers', viewsContract);
const VALUE_CLASSES = ['best', 'frequent', 'spender', 'uncertain'] as const;
const STAGES = ['prospect', 'active', 'sleeping', 'lost'] as const;

type Part = Audience['include'][number];

/** Who is meant and who is left out: saved views, classes and stages; nothing chosen is everybody. */
export function AudienceField({
  audience,
  onChange,
}: {
  audience: Audience;
  onChange: (audience: Audience) => void;
}): ReactNode {
  const { t } = useTranslation('care');
  const { t: customers } = useTranslation('customers');
  const { t: segments } = useTranslation('segments');
  const saved = useQuery(views.list.queryOptions({ input: {} })).data?.items ?? [];
  const data = [
    { group: t('audience.views'), items: saved.map(({ id, name }) => ({ value: `view ${id}`, label: name })) },
    {
      group: t('audience.classes'),
      items: VALUE_CLASSES.map((key) => ({ value: `class ${key}`, label: segments(`matrix.${key}.name`) })),
    },
    {
      group: t('audience.stages'),
      items: STAGES.map((key) => ({ value: `stage ${key}`, label: customers(`stage.${key}`) })),
    },
  ].filter(({ items }) => items.length > 0);
  const field = (side: 'include' | 'exclude') => (
    <MultiSelect
      label={t(`audience.${side}`)}
      placeholder={audience[side].length === 0 ? t(`audience.${side}Nobody`) : ''}
      data={data}
      value={audience[side].map(keyOf)}
      searchable
      clearable
      onChange={(keys) =>
        onChange({
          ...audience,
          [side]: keys.map((key) => audience[side].find((one) => keyOf(one) === key) ?? partOf(key)),
        })
      }
    />
  );
  return (
    <div className={classes.fields}>
      {field('include')}
      {field('exclude')}
    </div>
  );
}

function partOf(key: string): Part {
  const [kind, value = ''] = key.split(' ');
  if (kind === 'view') return { view: value };
  return { filter: kind === 'class' ? { valueClass: [value] } : { stage: [value] } };
}

function keyOf(part: Part): string {
  if ('view' in part) return `view ${part.view}`;
  const [kind, value] = Object.entries(part.filter)[0] ?? ['', ''];
  return `${kind === 'valueClass' ? 'class' : kind} ${String(Array.isArray(value) ? value[0] : value)}`;
}
