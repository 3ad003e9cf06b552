import { Select } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { ErrorState } from '../../../../kit/error-state.tsx';
import { Card } from '../../../../kit/surface.tsx';
import { api, type SegmentView } from '../../api.ts';
import classes from './builder.module.css';
import { Shares } from './shares.tsx';

/** Who is in this segment and in another one, who in one of them alone, and what they spent. */
export function OverlapCard({ segment }: { segment: SegmentView }): ReactNode {
  const { t } = useTranslation('segments');
  const [other, setOther] = useState<string | null>(null);
  const { data: all } = useQuery(api.segments.list.queryOptions({ input: {} }));
  const { data, error } = useQuery(
    api.segments.overlap.queryOptions({ input: { a: segment.id, b: other ?? '' }, enabled: other !== null }),
  );
  const others = (all?.items ?? []).filter(({ id, broken }) => id !== segment.id && !broken);
  if (others.length === 0) return null;
  const name = others.find(({ id }) => id === other)?.name ?? '';
  return (
    <Card heading={t('conditions.overlap.title')}>
      <Select
        label={t('conditions.overlap.with')}
        searchable
        data={others.map(({ id, name: label }) => ({ value: id, label }))}
        value={other}
        onChange={setOther}
      />
      {error && <ErrorState error={error} small />}
      {other && data && (
        <Shares
          shares={[
            [t('conditions.overlap.both'), data.both],
            [t('conditions.overlap.only', { name: segment.name }), data.onlyA],
            [t('conditions.overlap.only', { name }), data.onlyB],
          ]}
        />
      )}
      <p className={classes.about}>{t('conditions.overlap.about')}</p>
    </Card>
  );
}
