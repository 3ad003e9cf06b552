import { Button } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useMay } from '../../../api/session.ts';
import { FilterChips } from '../../../kit/filter-chips.tsx';
import { SideDrawer } from '../../../kit/side-drawer.tsx';
import { api } from '../api.ts';
import classes from './classes.module.css';
import { SchemeForm } from './scheme-form.tsx';

const PAGES = [
  ['classes', '/classes'],
  ['months', '/classes/months'],
  ['fit', '/classes/fit'],
] as const;

interface SchemeBarProps {
  page: (typeof PAGES)[number][0];
  scheme: string;
  onChoose: (scheme: string) => void;
}

/** Which way of dividing is looked at, and from which side. */
export function SchemeBar({ page, scheme, onChoose }: SchemeBarProps): ReactNode {
  const { t } = useTranslation('segments');
  const mayEdit = useMay('classes.edit');
  const [opened, { open, close }] = useDisclosure();
  const { data } = useQuery(api.list.queryOptions({ input: {} }));
  return (
    <div className={classes.head}>
      <nav className={classes.pages} aria-label={t('pages.label')}>
        {PAGES.map(([key, to]) => (
          <Link key={key} to={to} search={{ scheme }} aria-current={key === page ? 'page' : undefined}>
            {t(`pages.${key}`)}
          </Link>
        ))}
      </nav>
      <div className={classes.chips}>
        <FilterChips<string>
          label={t('view')}
          single
          options={(data?.items ?? []).map((one) => ({ value: one.scheme, label: one.name }))}
          chosen={[scheme]}
          onChange={([value]) => value && onChoose(value)}
        />
        {mayEdit && page === 'classes' && (
          <Button
            variant="subtle"
            size="compact-sm"
            className={classes.add}
            leftSection={<IconPlus size={15} />}
            onClick={open}
          >
            {t('own.new')}
          </Button>
        )}
      </div>
      <SideDrawer opened={opened} onClose={close} title={t('own.new')}>
        {opened && (
          <SchemeForm
            onDone={(made) => {
              close();
              if (made) onChoose(made);
            }}
          />
        )}
      </SideDrawer>
    </div>
  );
}
