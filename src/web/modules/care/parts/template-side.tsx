import { Button } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { ConfirmDialog } from '../../../kit/confirm-dialog.tsx';
import { Card } from '../../../kit/surface.tsx';
import { useFormats } from '../../../kit/use-formats.ts';
import { api, type OpenedTemplate } from '../api.ts';
import classes from './care.module.css';

/** Nobody chooses it any more. */
export function Retire({ id, name }: { id: string; name: string }): ReactNode {
  const { t } = useTranslation('care');
  const queries = useQueryClient();
  const navigate = useNavigate();
  const [asking, setAsking] = useState(false);
  const retire = useMutation(
    api.templates.retire.mutationOptions({ onSettled: () => queries.invalidateQueries({ queryKey: api.key() }) }),
  );
  return (
    <>
      <Button variant="default" onClick={() => setAsking(true)}>
        {t('template.retire')}
      </Button>
      <ConfirmDialog
        opened={asking}
        onClose={() => setAsking(false)}
        title={t('template.retireTitle', { name })}
        confirm={t('template.retire')}
        onConfirm={async () => {
          await retire.mutateAsync({ id });
          await navigate({ to: '/care/templates' as '/' });
        }}
      >
        {t('template.retireAbout')}
      </ConfirmDialog>
    </>
  );
}

/** Who wrote which version when. */
export function Versions({ versions }: Pick<OpenedTemplate, 'versions'>): ReactNode {
  const { t } = useTranslation('care');
  const f = useFormats();
  return (
    <Card heading={t('template.versions')} className={classes.gap}>
      <ul className={classes.plain}>
        {versions.map(({ version, at, by }) => (
          <li key={version}>
            <span className={classes.grow}>{t('template.version', { n: version })}</span>
            <span className={classes.faint}>
              {by} · {f.dateTime(at)}
            </span>
          </li>
        ))}
      </ul>
    </Card>
  );
}
