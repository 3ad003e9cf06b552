import { ActionIcon, Button, Menu, Select, TextInput } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import type { TFunction } from 'i18next';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { apiUrl } from '../../../api/http.ts';
import { keyset, useKeysetList } from '../../../api/lists.ts';
import type { LedgerColumn } from '../../../kit/ledger/columns.ts';
import { Ledger } from '../../../kit/ledger/ledger.tsx';
import { SideDrawer } from '../../../kit/side-drawer.tsx';
import { Card } from '../../../kit/surface.tsx';
import { useFormats } from '../../../kit/use-formats.ts';
import { api, type AuditEntryView } from '../api.ts';
import classes from '../parts/audit.module.css';
import { AuditEntry, useAuditWords } from '../parts/audit-entry.tsx';
import { CopyText } from '../../../kit/copy-text.tsx';

type Filter = Partial<Record<'actorId' | 'entity' | 'from' | 'until', string>>;

/** Settings → Audit log: who did what, by colleague, kind and day; and the seal that proves it whole. */
export function AuditPage(): ReactNode {
  const [filter, setFilter] = useState<Filter>({});
  const change = (part: Filter) => {
    const all = Object.entries({ ...filter, ...part }).filter(([, value]) => value !== '');
    setFilter(Object.fromEntries(all));
  };
  return (
    <div className={classes.stack}>
      <Log filter={filter} onChange={change} />
      <Chain />
    </div>
  );
}

function Log({ filter, onChange }: { filter: Filter; onChange: (part: Filter) => void }): ReactNode {
  const { t } = useTranslation('workspaces');
  const f = useFormats();
  const words = useAuditWords();
  const [opened, setOpened] = useState<AuditEntryView | null>(null);
  const list = useKeysetList(
    api.audit.list.infiniteOptions({
      input: (cursor: string | undefined) => ({ limit: 50, ...filter, ...(cursor ? { cursor } : {}) }),
      ...keyset,
    }),
  );
  return (
    <Card heading={t('settings.audit.title')} end={<ExportMenu filter={filter} />}>
      <Filters filter={filter} onChange={onChange} />
      <Ledger
        label={t('settings.audit.title')}
        columns={columnsFor(t, f, words, setOpened)}
        list={list}
        rowId={({ id }) => id}
        empty={<p className={classes.quiet}>{t('audit.none')}</p>}
      />
      <SideDrawer opened={opened !== null} onClose={() => setOpened(null)} title={opened ? words(opened) : ''}>
        {opened && <AuditEntry entry={opened} />}
      </SideDrawer>
    </Card>
  );
}

function columnsFor(
  t: TFunction<'workspaces'>,
  f: ReturnType<typeof useFormats>,
  words: (entry: AuditEntryView) => string,
  open: (entry: AuditEntryView) => void,
): LedgerColumn<AuditEntryView>[] {
  return [
    {
      key: 'what',
      title: t('audit.what'),
      phone: 'lead',
      cell: (entry) => <Opens words={words(entry)} onOpen={() => open(entry)} />,
    },
    { key: 'by', title: t('audit.by'), cell: ({ actor, actorKind }) => actor || t(`audit.${actorKind}`) },
    { key: 'at', title: t('audit.at'), cell: ({ at }) => f.dateTime(at), phone: 'leadEnd' },
    { key: 'seq', title: t('audit.seq'), number: true, phone: 'absent', cell: ({ seq }) => seq ?? '…' },
  ];
}

function Opens({ words, onOpen }: { words: string; onOpen: () => void }): ReactNode {
  return (
    <Button variant="transparent" size="compact-sm" className={classes.what} onClick={onOpen}>
      {words}
    </Button>
  );
}

function Filters({ filter, onChange }: { filter: Filter; onChange: (part: Filter) => void }): ReactNode {
  const { t } = useTranslation('workspaces');
  const f = useFormats();
  const members = useQuery(api.members.list.queryOptions({ input: {} })).data?.items ?? [];
  const kinds = Object.entries(t('audit.entity', { returnObjects: true }) as Record<string, string>);
  return (
    <div className={classes.filters}>
      <Select
        label={t('audit.by')}
        placeholder={t('audit.everybody')}
        data={members.map(({ id, name }) => ({ value: id, label: name }))}
        clearable
        searchable
        value={filter.actorId ?? null}
        onChange={(actorId) => onChange({ actorId: actorId ?? '' })}
      />
      <Select
        label={t('audit.kind')}
        placeholder={t('audit.anything')}
        data={kinds.map(([value, label]) => ({ value, label }))}
        clearable
        searchable
        value={filter.entity ?? null}
        onChange={(entity) => onChange({ entity: entity ?? '' })}
      />
      <TextInput
        type="date"
        label={t('audit.from')}
        max={filter.until ?? f.settings.today}
        value={filter.from ?? ''}
        onChange={(event) => onChange({ from: event.currentTarget.value })}
      />
      <TextInput
        type="date"
        label={t('audit.until')}
        min={filter.from}
        max={f.settings.today}
        value={filter.until ?? ''}
        onChange={(event) => onChange({ until: event.currentTarget.value })}
      />
    </div>
  );
}

function ExportMenu({ filter }: { filter: Filter }): ReactNode {
  const { t } = useTranslation('workspaces');
  return (
    <Menu position="bottom-end" withinPortal>
      <Menu.Target>
        <ActionIcon variant="default" size={36} aria-label={t('audit.export')} title={t('audit.export')}>
          <IconDownload size={18} stroke={1.6} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {(['csv', 'json'] as const).map((format) => (
          <Menu.Item key={format} component="a" href={apiUrl('/audit/export', { ...filter, format })} download>
            {t(`audit.${format}`)}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}

function Chain(): ReactNode {
  const { t } = useTranslation('workspaces');
  const { data } = useQuery(api.audit.chain.queryOptions({ input: {} }));
  if (!data) return null;
  return (
    <Card heading={t('audit.seal')}>
      <p className={classes.about}>
        {data.seal ? t('audit.sealed', { sealed: data.sealed }) : t('audit.nothing')}{' '}
        {data.seal && t('audit.sealAbout')}
      </p>
      {data.seal && <CopyText text={data.seal} label={t('audit.seal')} />}
    </Card>
  );
}
