import { Button } from '@mantine/core';
import { IconUsersGroup } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useMay } from '../../../../api/session.ts';
import { useFormats } from '../../../../kit/use-formats.ts';
import { api } from '../../api.ts';

/** To the review list, where there is something to review. */
export function DuplicatesButton(): ReactNode {
  const may = useMay('customers.merge');
  return may ? <Waiting /> : null;
}

function Waiting(): ReactNode {
  const { t } = useTranslation('customers');
  const f = useFormats();
  const { data } = useQuery(api.duplicates.list.queryOptions({ input: { limit: 1 }, staleTime: 60_000 }));
  if (!data || data.count.value === 0) return null;
  return (
    <Button
      variant="default"
      component={Link}
      to="/customers/duplicates"
      leftSection={<IconUsersGroup size={16} stroke={1.7} />}
    >
      {t('duplicates.open')} {f.count(data.count)}
    </Button>
  );
}
