import { ActionIcon, Button, Menu } from '@mantine/core';
import { IconChevronDown, IconDots } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useMay } from '../../../../api/session.ts';
import type { View } from '../../api.ts';
import type { ListSearch, SearchChange } from '../list-search.ts';
import { ShareDrawer } from './share-drawer.tsx';
import { useViewActs, useViews } from './use-views.ts';
import { ViewName } from './view-name.tsx';
import { isChanged, searchOf, settingsOf } from './view-search.ts';
import classes from './views.module.css';

interface ViewBarProps {
  search: ListSearch;
  /** The columns that are shown now, which a view keeps. */
  columns: readonly string[];
  onSearch: (change: SearchChange) => void;
}

/** The tabs above the list, every other view in a menu, and what can be done with the one that is open. */
export function ViewBar(props: ViewBarProps): ReactNode {
  const { search } = props;
  const { views, start } = useViews();
  const open = views.find(({ id }) => id === search.view);
  return (
    <>
      <div className={classes.bar}>
        <Tabs views={views.filter((view) => view.pinned || view === open)} open={open} start={start} />
        <div className={classes.acts}>
          {views.length > 0 && <AllViews views={views} open={open} />}
          {open ? <OpenView key={open.id} {...props} view={open} /> : <KeepThis {...props} />}
        </div>
      </div>
      {open && open.gone.length > 0 && <Gone view={open} />}
    </>
  );
}

function Tabs({ views, open, start }: { views: readonly View[]; open: View | undefined; start: string | null }) {
  const { t } = useTranslation('customers');
  return (
    <nav className={classes.tabs} aria-label={t('views.tabs')}>
      <Link
        to="/customers"
        search={start === null ? {} : { view: 'all' }}
        activeOptions={{ exact: true, includeSearch: true }}
        activeProps={{}}
        aria-current={open ? undefined : 'page'}
      >
        {t('views.all')}
      </Link>
      {views.map((view) => (
        <Link
          key={view.id}
          to="/customers"
          search={searchOf(view)}
          activeProps={{}}
          aria-current={view === open ? 'page' : undefined}
        >
          {view.name}
        </Link>
      ))}
    </nav>
  );
}

function AllViews({ views, open }: { views: readonly View[]; open: View | undefined }): ReactNode {
  const { t } = useTranslation('customers');
  const groups = [
    { title: t('views.mine'), views: views.filter(({ shared }) => !shared) },
    { title: t('views.shared'), views: views.filter(({ shared }) => shared) },
  ].filter((group) => group.views.length > 0);
  return (
    <Menu position="bottom-end" withinPortal>
      <Menu.Target>
        <Button variant="subtle" size="compact-md" rightSection={<IconChevronDown size={15} stroke={1.7} />}>
          {t('views.more')}
        </Button>
      </Menu.Target>
      <Menu.Dropdown className={classes.menu ?? ''}>
        {groups.map((group) => (
          <div key={group.title} role="group" aria-label={group.title}>
            <Menu.Label>{group.title}</Menu.Label>
            {group.views.map((view) => (
              <Menu.Item
                key={view.id}
                renderRoot={(root) => <Link {...root} to="/customers" search={searchOf(view)} />}
                aria-current={view === open ? 'page' : undefined}
              >
                {view.name}
                {view.shared && !view.own && view.by !== null && (
                  <span className={classes.by}>{t('views.by', { name: view.by })}</span>
                )}
              </Menu.Item>
            ))}
          </div>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}

/** Nothing is open: what the list shows now can be kept. */
function KeepThis({ search, columns, onSearch }: ViewBarProps): ReactNode {
  const { t } = useTranslation('customers');
  const [naming, setNaming] = useState(false);
  const { view: _none, ...shown } = search;
  const narrowed = Object.keys(shown).length > 0;
  if (!narrowed && !naming) return null;
  return (
    <>
      <Button variant="light" size="compact-md" onClick={() => setNaming(true)}>
        {t('views.save')}
      </Button>
      <NewView opened={naming} onClose={() => setNaming(false)} search={search} columns={columns} onSearch={onSearch} />
    </>
  );
}

function NewView({
  opened,
  onClose,
  search,
  columns,
  onSearch,
}: ViewBarProps & { opened: boolean; onClose: () => void }) {
  const { t } = useTranslation('customers');
  const { create } = useViewActs();
  return (
    <ViewName
      opened={opened}
      onClose={onClose}
      title={t('views.saveTitle')}
      submit={t('views.keep')}
      asksTab
      onSubmit={async (name, pinned) => {
        const settings = settingsOf({ columns: columns.join(','), ...search });
        const made = await create.mutateAsync({ name, pinned, settings });
        onSearch({ ...searchOf(made) });
      }}
    />
  );
}

function OpenView({ view, search, columns, onSearch }: ViewBarProps & { view: View }): ReactNode {
  const { t } = useTranslation('customers');
  const acts = useViewActs();
  const mayShare = useMay('views.share');
  const [doing, setDoing] = useState<'saveAs' | 'rename' | 'share'>();
  const changed = isChanged(view, search);
  const done = () => setDoing(undefined);
  return (
    <>
      {view.mayChange && (changed || view.gone.length > 0) && (
        <Button
          variant="light"
          size="compact-md"
          loading={acts.save.isPending}
          onClick={() => acts.save.mutate({ id: view.id, version: view.version, settings: settingsOf(search) })}
        >
          {t('views.saveChanges')}
        </Button>
      )}
      <Menu position="bottom-end" withinPortal>
        <Menu.Target>
          <ActionIcon
            className={classes.dots ?? ''}
            variant="subtle"
            size={32}
            aria-label={t('views.menu', { name: view.name })}
          >
            <IconDots size={18} stroke={1.7} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          {changed && <Menu.Item onClick={() => onSearch(blankBut(searchOf(view)))}>{t('views.discard')}</Menu.Item>}
          <Menu.Item onClick={() => setDoing('saveAs')}>{t('views.saveAs')}</Menu.Item>
          <Menu.Item onClick={() => acts.pin.mutate({ id: view.id, pinned: !view.pinned })}>
            {t(view.pinned ? 'views.unpin' : 'views.pin')}
          </Menu.Item>
          {view.mayChange && <Menu.Item onClick={() => setDoing('rename')}>{t('views.rename')}</Menu.Item>}
          {view.mayChange && mayShare && <Menu.Item onClick={() => setDoing('share')}>{t('views.share')}</Menu.Item>}
          {view.mayChange && (
            <Menu.Item
              color="seal"
              onClick={() => {
                void acts.remove(view);
                onSearch({ view: undefined });
              }}
            >
              {t('views.remove')}
            </Menu.Item>
          )}
        </Menu.Dropdown>
      </Menu>
      <NewView opened={doing === 'saveAs'} onClose={done} search={search} columns={columns} onSearch={onSearch} />
      <ViewName
        opened={doing === 'rename'}
        onClose={done}
        title={t('views.renameTitle')}
        submit={t('views.rename')}
        name={view.name}
        onSubmit={(name) => acts.rename.mutateAsync({ id: view.id, version: view.version, name })}
      />
      <ShareDrawer opened={doing === 'share'} onClose={done} view={view} />
    </>
  );
}

/** Everything that the view does not say is dropped. */
function blankBut(search: ListSearch): SearchChange {
  return {
    q: undefined,
    sort: undefined,
    filter: undefined,
    columns: undefined,
    layout: undefined,
    group: undefined,
    ...search,
  };
}

function Gone({ view }: { view: View }): ReactNode {
  const { t, i18n } = useTranslation('customers');
  const names = [...new Set(view.gone.flatMap(({ name }) => name ?? []))];
  const list = new Intl.ListFormat(i18n.language, { type: 'conjunction' }).format(names.map((name) => `“${name}”`));
  return (
    <p className={classes.gone} role="status">
      {names.length > 0 ? t('views.gone', { names: list }) : t('views.goneHidden')}
    </p>
  );
}
