import { useNavigate, useSearch } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { PageHead } from '../../../kit/page-head.tsx';
import { draftOf, newGroup } from '../parts/conditions/draft.ts';
import { SegmentForm } from '../parts/conditions/segment-form.tsx';
import { STARTERS } from '../parts/conditions/starters.ts';

/** A new segment, from nothing or from a ready-made one. */
export function NewSegmentPage(): ReactNode {
  const { t } = useTranslation('segments');
  const navigate = useNavigate();
  const { from } = useSearch({ strict: false }) as { from?: string };
  const starter = STARTERS.find(({ key }) => key === from);
  return (
    <>
      <PageHead title={t('conditions.new')} />
      <SegmentForm
        key={from}
        name={starter && t(`conditions.demo.${starter.key}.name`)}
        begin={starter ? draftOf(starter.condition) : newGroup()}
        onCancel={() => void navigate({ to: '/segments' })}
      />
    </>
  );
}
