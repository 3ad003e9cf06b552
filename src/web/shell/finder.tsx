import { Spotlight, createSpotlight } from '@mantine/spotlight';
import '@mantine/spotlight/styles.layer.css';
import { useDebouncedValue } from '@mantine/hooks';
import { IconSearch } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useRouter } from '@tanstack/react-router';
import { useEffect, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import classes from './finder.module.css';
import { screensAndActions, type Target } from './targets.ts';
import { useMenu, useSettings } from './menu.ts';
import { useModules } from './panels.tsx';
import { useSession } from '../api/session.ts';
import type { SpotlightHit, WebModule } from './module.ts';

const [store, finder] = createSpotlight();

/** Ctrl/⌘ K: customers first, then screens and actions. */
export function Finder({ opened, onClose }: { opened: boolean; onClose: () => void }): ReactNode {
  const { t } = useTranslation('shell');
  const router = useRouter();
  const [typed, setTyped] = useState('');
  const hits = useHits(typed.trim());
  const targets = useTargets(typed.trim());
  useEffect(() => (opened ? finder.open() : finder.close()), [opened]);
  const go = (path: string) => void router.navigate({ to: path });
  const found = hits.length + targets.length > 0;

  return (
    <Spotlight.Root
      classNames={{ content: classes.content, search: classes.search }}
      store={store}
      query={typed}
      onQueryChange={setTyped}
      onSpotlightClose={onClose}
      shortcut={null}
      // The name belongs to the dialog: the root around it is a plain div, which may not carry one.
      attributes={{ content: { 'aria-label': t('finder.hint') } }}
      lockScroll={false}
      clearQueryOnClose
    >
      <Spotlight.Search
        placeholder={t('finder.hint')}
        aria-label={t('finder.hint')}
        leftSection={<IconSearch size={18} stroke={1.6} />}
      />
      <Spotlight.ActionsList>
        {hits.map((hit) => (
          <Spotlight.Action key={hit.path} label={hit.title} description={hit.note} onClick={() => go(hit.path)} />
        ))}
        {targets.map(({ key, word, about, icon: Icon, path }) => (
          <Spotlight.Action
            key={key}
            label={t(word)}
            description={about && t(about)}
            leftSection={<Icon size={18} stroke={1.6} />}
            onClick={() => go(path)}
          />
        ))}
        {!found && <Spotlight.Empty>{t('finder.nothing')}</Spotlight.Empty>}
      </Spotlight.ActionsList>
    </Spotlight.Root>
  );
}

function useTargets(typed: string): Target[] {
  const { t } = useTranslation();
  const targets = screensAndActions(useModules(), useSession(), useMenu().flat(), useSettings());
  const sought = typed.toLowerCase();
  return targets.filter(({ word, path }) => t(word).toLowerCase().includes(sought) || path.includes(sought));
}

function useHits(typed: string): SpotlightHit[] {
  const modules = useModules();
  const [settled] = useDebouncedValue(typed, 120);
  const { data } = useQuery({
    queryKey: ['shell', 'find', settled],
    enabled: settled !== '',
    staleTime: 30_000,
    // What was found for something else must not stand there for Enter to open.
    placeholderData: (before: SpotlightHit[] | undefined, query) =>
      settled.startsWith(String(query?.queryKey[2])) ? before : undefined,
    queryFn: ({ signal }) => findIn(modules, settled, signal),
  });
  return settled === '' ? [] : (data ?? []);
}

/** One module that fails to answer does not hide what the others found. */
async function findIn(modules: readonly WebModule[], typed: string, signal: AbortSignal): Promise<SpotlightHit[]> {
  const answers = await Promise.allSettled(modules.map((module) => module.spotlight?.search?.(typed, signal) ?? []));
  return answers.flatMap((answer) => (answer.status === 'fulfilled' ? answer.value : []));
}
