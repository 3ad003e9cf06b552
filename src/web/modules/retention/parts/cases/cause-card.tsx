import { Button, Chip, Group, Textarea } from '@mantine/core';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { caseCauses } from '../../../../../modules/retention/cases/case-contract.ts';
import { Card } from '../../../../kit/surface.tsx';
import { Tag, Tags } from '../../../../kit/tag.tsx';
import type { OpenedCase } from '../../api.ts';
import { problemOf } from '../problem.ts';
import classes from './cases.module.css';
import { useCase } from './use-case.ts';

/** Why the customer stays away: ticked, and in their own words. */
export function CauseCard({ one }: { one: OpenedCase }): ReactNode {
  const { t } = useTranslation('retention');
  const { noteCause } = useCase();
  const [causes, setCauses] = useState<string[]>(one.causes);
  const [note, setNote] = useState(one.causeNote ?? '');
  if (one.state === 'closed' || !one.mayEdit) {
    if (one.causes.length === 0 && !one.causeNote) return null;
    return (
      <Card heading={t('cases.causeTitle')}>
        <Tags>
          {one.causes.map((cause) => (
            <Tag key={cause} tone="plain">
              {t(`cases.causes.${cause}`)}
            </Tag>
          ))}
        </Tags>
        {one.causeNote && <p className={classes.text}>{one.causeNote}</p>}
      </Card>
    );
  }
  const changed = note !== (one.causeNote ?? '') || causes.toSorted().join() !== one.causes.toSorted().join();
  return (
    <Card heading={t('cases.causeTitle')}>
      <p className={classes.quiet}>{t('cases.causeAbout')}</p>
      <Chip.Group multiple value={causes} onChange={setCauses}>
        <Group gap={6} role="group" className={classes.causes} aria-label={t('cases.causeTitle')}>
          {caseCauses.map((cause) => (
            <Chip key={cause} value={cause} variant="outline">
              {t(`cases.causes.${cause}`)}
            </Chip>
          ))}
        </Group>
      </Chip.Group>
      <Textarea
        mt="sm"
        label={t('cases.causeNote')}
        autosize
        minRows={2}
        maxRows={8}
        maxLength={2000}
        value={note}
        onChange={(event) => setNote(event.currentTarget.value)}
      />
      {problemOf(noteCause.error) && <p role="alert">{problemOf(noteCause.error)?.message}</p>}
      {changed && (
        <Button
          mt="sm"
          variant="light"
          loading={noteCause.isPending}
          onClick={() =>
            noteCause.mutate({
              id: one.id,
              version: one.version,
              causes: caseCauses.filter((cause) => causes.includes(cause)),
              note,
            })
          }
        >
          {t('cases.causeSave')}
        </Button>
      )}
    </Card>
  );
}
