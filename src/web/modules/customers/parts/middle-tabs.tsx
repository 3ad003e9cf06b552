import { Tabs } from '@mantine/core';
import { Suspense, useState, type ComponentType, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { ErrorState } from '../../../kit/error-state.tsx';
import { CardSkeleton } from '../../../kit/skeletons.tsx';
import { Boundary } from '../../../shell/boundary.tsx';
import { usePanels } from '../../../shell/panels.tsx';
import classes from './card.module.css';
import { FilesList } from './files-list.tsx';
import { Timeline } from './timeline.tsx';

interface MiddleTabsProps {
  customerId: string;
  mayWrite: boolean;
}

/** Everything that happened; beside it what other modules show of this customer, and the files. */
export function MiddleTabs({ customerId, mayWrite }: MiddleTabsProps): ReactNode {
  const { t } = useTranslation('customers');
  const panels = usePanels('customer.main');
  const [tab, setTab] = useState<string | null>('timeline');
  return (
    <Tabs value={tab} onChange={setTab} keepMounted={false} className={classes.tabs ?? ''}>
      <Tabs.List className={classes.tabList ?? ''}>
        <Tabs.Tab value="timeline">{t('card.timeline')}</Tabs.Tab>
        {panels.map(({ module, key }) => (
          <Tabs.Tab key={key} value={key}>
            {t(`${module}:panel.${key}`)}
          </Tabs.Tab>
        ))}
        <Tabs.Tab value="files">{t('card.files')}</Tabs.Tab>
      </Tabs.List>
      <Tabs.Panel value="timeline">
        <Timeline customerId={customerId} mayWrite={mayWrite} />
      </Tabs.Panel>
      {panels.map(({ key, component }) => (
        <Tabs.Panel key={key} value={key}>
          <Filling component={component} customerId={customerId} />
        </Tabs.Panel>
      ))}
      <Tabs.Panel value="files">
        <FilesList customerId={customerId} mayWrite={mayWrite} />
      </Tabs.Panel>
    </Tabs>
  );
}

function failed(error: unknown, retry: () => void): ReactNode {
  return <ErrorState error={error} retry={retry} small />;
}

function Filling({
  component: Part,
  customerId,
}: {
  component: ComponentType<{ customerId: string }>;
  customerId: string;
}): ReactNode {
  return (
    <Boundary fallback={failed}>
      <Suspense fallback={<CardSkeleton lines={4} />}>
        <Part customerId={customerId} />
      </Suspense>
    </Boundary>
  );
}
