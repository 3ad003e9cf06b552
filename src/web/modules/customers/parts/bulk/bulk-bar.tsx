import { ActionIcon, Button, Menu, Progress } from '@mantine/core';
import { IconChevronUp, IconDownload, IconX } from '@tabler/icons-react';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { apiUrl } from '../../../../api/http.ts';
import { useMay } from '../../../../api/session.ts';
import { useFormats } from '../../../../kit/use-formats.ts';
import type { BulkView } from '../../api.ts';
import type { ListSearch } from '../list-search.ts';
import { BulkDrawer, type ChangeKind } from './bulk-drawer.tsx';
import classes from './bulk.module.css';
import { useBulk, useProgress } from './use-bulk.ts';

const KINDS: readonly ChangeKind[] = ['addTags', 'removeTags', 'ownerId', 'stage', 'field'];
/** As many ids fit into an address. */
const MOST_IN_FILE = 200;

export interface Chosen {
  ids: ReadonlySet<string>;
  /** All that the list finds, named or not. */
  all: boolean;
}

interface BulkBarProps {
  chosen: Chosen;
  /** Of all that the list finds. */
  count: { value: number; exact: boolean } | undefined;
  search: ListSearch;
  /** Whether more than those chosen fit. */
  more: boolean;
  onAll: () => void;
  onClear: () => void;
}

/** What can be done with the chosen, at the foot of the screen; and how far it is. */
export function BulkBar(props: BulkBarProps): ReactNode {
  const { chosen, count, search, onClear } = props;
  const [kind, setKind] = useState<ChangeKind>();
  const bulk = useBulk(onClear);
  if (bulk.running) return <Running key={bulk.running} id={bulk.running} onEnd={bulk.settle} />;
  if (!chosen.all && chosen.ids.size === 0) return null;
  const target = chosen.all
    ? { ...(search.q ? { q: search.q } : {}), ...(search.filter ? { filter: JSON.stringify(search.filter) } : {}) }
    : { ids: [...chosen.ids] };
  return (
    <>
      <Acts {...props} count={count} onKind={setKind} />
      <BulkDrawer kind={kind} target={target} onClose={() => setKind(undefined)} onStart={bulk.start} />
    </>
  );
}

function Acts({
  chosen,
  count,
  search,
  more,
  onAll,
  onClear,
  onKind,
}: BulkBarProps & { onKind: (kind: ChangeKind) => void }): ReactNode {
  const { t } = useTranslation('customers');
  const f = useFormats();
  const mayEdit = useMay('customers.edit');
  const size = chosen.ids.size;
  const words = chosen.all
    ? t('bulk.everybody', { shown: count ? f.count(count) : '' })
    : t('bulk.chosen', { count: size, shown: f.number(size) });
  return (
    <div className={classes.bar} role="region" aria-label={t('bulk.bar')}>
      <span className={classes.words} role="status">
        {words}
      </span>
      {!chosen.all && more && count && (
        <Button variant="subtle" size="compact-md" onClick={onAll}>
          {t('bulk.selectAll', { shown: f.count(count) })}
        </Button>
      )}
      <span className={classes.acts}>
        {mayEdit && (
          <Menu position="top-end" withinPortal>
            <Menu.Target>
              <Button rightSection={<IconChevronUp size={15} stroke={1.8} />}>{t('bulk.act')}</Button>
            </Menu.Target>
            <Menu.Dropdown>
              {KINDS.map((kind) => (
                <Menu.Item key={kind} onClick={() => onKind(kind)}>
                  {t(`bulk.${kind}`)}
                </Menu.Item>
              ))}
            </Menu.Dropdown>
          </Menu>
        )}
        <ExportChosen chosen={chosen} search={search} />
        <ActionIcon
          className={classes.close ?? ''}
          variant="subtle"
          color="gray"
          size={36}
          aria-label={t('bulk.clear')}
          onClick={onClear}
        >
          <IconX size={18} stroke={1.7} />
        </ActionIcon>
      </span>
    </div>
  );
}

function ExportChosen({ chosen, search }: { chosen: Chosen; search: ListSearch }): ReactNode {
  const { t } = useTranslation('customers');
  if (!useMay('customers.export')) return null;
  const tooMany = !chosen.all && chosen.ids.size > MOST_IN_FILE;
  const filter = chosen.all ? search.filter : { ids: [...chosen.ids] };
  const query = {
    q: chosen.all ? search.q : undefined,
    sort: search.sort,
    filter: filter && JSON.stringify(filter),
  };
  return (
    <Menu position="top-end" withinPortal>
      <Menu.Target>
        <ActionIcon
          className={classes.close ?? ''}
          variant="default"
          size={36}
          aria-label={t('bulk.export')}
          title={t('bulk.export')}
        >
          <IconDownload size={18} stroke={1.6} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {tooMany ? (
          <Menu.Label>{t('bulk.tooManyForFile', { most: MOST_IN_FILE })}</Menu.Label>
        ) : (
          (['csv', 'xlsx'] as const).map((format) => (
            <Menu.Item key={format} component="a" href={apiUrl('/exports/customers', { ...query, format })} download>
              {t(`list.${format}`)}
            </Menu.Item>
          ))
        )}
      </Menu.Dropdown>
    </Menu>
  );
}

function Running({ id, onEnd }: { id: string; onEnd: (view: BulkView) => void }): ReactNode {
  const { t } = useTranslation('customers');
  const f = useFormats();
  const view = useProgress(id, onEnd);
  const words = t('bulk.running', {
    changed: f.number(view?.changed ?? 0),
    all: f.number(view?.counts.toChange ?? 0),
  });
  return (
    <div className={classes.bar} role="region" aria-label={t('bulk.bar')}>
      <span className={classes.words} role="status">
        {words}
      </span>
      <Progress
        className={classes.progress ?? ''}
        value={Math.max(2, (view?.progress ?? 0) * 100)}
        animated
        aria-label={words}
      />
      <small className={classes.soft}>{t('bulk.goesOn')}</small>
    </div>
  );
}
