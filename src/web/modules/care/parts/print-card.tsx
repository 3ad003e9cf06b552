import { Button } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { apiUrl } from '../../../api/http.ts';
import { Card } from '../../../kit/surface.tsx';
import classes from './care.module.css';

/** As many as stand in one file. */
const A_PART = 200;
const MOST_PARTS = 20;

/** Letters, labels and cards of what colleagues send by post. */
export function PrintCard({
  of,
  sent,
}: {
  of: { campaignId: string } | { greetingsSince: string };
  sent: number;
}): ReactNode {
  const { t } = useTranslation('care');
  const parts = Math.min(MOST_PARTS, Math.ceil(sent / A_PART));
  if (parts === 0) return null;
  return (
    <Card heading={t('people.printTitle')}>
      {Array.from({ length: parts }, (_, at) => (
        <p key={at} className={classes.acts}>
          {parts > 1 && <span>{t('people.part', { part: at + 1 })}</span>}
          {(['letters', 'labels', 'cards'] as const).map((what) => (
            <Button
              key={what}
              component="a"
              variant="default"
              href={apiUrl(`/care/print/${what}`, { ...of, part: at + 1 })}
              target="_blank"
              rel="noreferrer"
            >
              {t(`people.${what}`)}
            </Button>
          ))}
        </p>
      ))}
    </Card>
  );
}
