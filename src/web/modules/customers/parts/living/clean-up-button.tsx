import { ActionIcon } from '@mantine/core';
import { IconSparkles } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useMay } from '../../../../api/session.ts';

/** To the clean-up list. */
export function CleanUpButton(): ReactNode {
  const { t } = useTranslation('customers');
  if (!useMay('customers.edit')) return null;
  return (
    <ActionIcon
      variant="default"
      size={36}
      component={Link}
      to="/customers/clean-up"
      aria-label={t('cleanUp.title')}
      title={t('cleanUp.title')}
    >
      <IconSparkles size={17} stroke={1.7} />
    </ActionIcon>
  );
}
