import { Select, TagsInput, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { isApiError } from '../../../../api/errors.ts';
import { Form } from '../../../../kit/form.tsx';
import { SideDrawer } from '../../../../kit/side-drawer.tsx';
import { useFormats } from '../../../../kit/use-formats.ts';
import { api, type BulkAsked, type BulkCounts } from '../../api.ts';
import { FieldInput } from '../fields/field-input.tsx';
import { nameIn, useFields, type Value } from '../fields/use-fields.ts';
import { useColleagues } from '../members.ts';
import { STAGES, type Stage } from '../stages.ts';
import classes from './bulk.module.css';

type Change = BulkAsked['change'];
export type ChangeKind = 'addTags' | 'removeTags' | 'ownerId' | 'stage' | 'field';

interface BulkDrawerProps {
  /** Closed where there is none. */
  kind: ChangeKind | undefined;
  target: BulkAsked['target'];
  onClose: () => void;
  onStart: (asked: BulkAsked) => Promise<void>;
}

/** Asks what is to change, and says beforehand for how many. */
export function BulkDrawer({ kind, onClose, ...rest }: BulkDrawerProps): ReactNode {
  const { t } = useTranslation('customers');
  return (
    <SideDrawer opened={kind !== undefined} onClose={onClose} title={kind ? t(`bulk.${kind}`) : ''}>
      {kind && <ChangeForm {...rest} kind={kind} onClose={onClose} />}
    </SideDrawer>
  );
}

function ChangeForm({ kind, target, onClose, onStart }: BulkDrawerProps & { kind: ChangeKind }): ReactNode {
  const { t } = useTranslation('customers');
  const f = useFormats();
  const [change, setChange] = useState<Change | null>(null);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string>();
  const { counts, refused } = usePreview(target, change);
  const ready = change !== null && counts !== undefined && counts.toChange > 0 && !busy;
  const begin = async () => {
    if (!ready) return;
    setBusy(true);
    try {
      await onStart({ target, change });
      onClose();
    } catch (error) {
      setProblem(isApiError(error) ? error.message : t('form.notSaved'));
      setBusy(false);
    }
  };
  const Asked = ASKED[kind];
  return (
    <Form
      submit={counts ? t('bulk.count', { count: counts.toChange, shown: f.number(counts.toChange) }) : t('bulk.act')}
      busy={busy}
      problem={problem ?? refused}
      onSubmit={(event) => {
        event?.preventDefault();
        void begin();
      }}
    >
      <Asked onChange={setChange} />
      {change && counts && <Counts counts={counts} />}
    </Form>
  );
}

function usePreview(target: BulkAsked['target'], change: Change | null) {
  const [settled] = useDebouncedValue(change, 300);
  const preview = useQuery({
    ...api.bulk.preview.queryOptions({
      input: { target, change: settled ?? { stage: 'lead' } },
      placeholderData: keepPreviousData,
    }),
    enabled: settled !== null,
    retry: false,
  });
  const { error } = preview;
  return {
    counts: settled === change && !error && !preview.isPlaceholderData ? preview.data : undefined,
    refused: error ? (isApiError(error) ? error.message : String(error)) : undefined,
  };
}

const ROWS = ['toChange', 'already', 'notYours', 'unfit'] as const;
const NAMES = { toChange: 'willChange', already: 'already', notYours: 'notYours', unfit: 'unfit' } as const;

function Counts({ counts }: { counts: BulkCounts }): ReactNode {
  const { t } = useTranslation('customers');
  const f = useFormats();
  return (
    <div role="status">
      <dl className={classes.counts}>
        {ROWS.filter((row) => row === 'toChange' || counts[row] > 0).map((row) => (
          <div key={row}>
            <dt>{t(`bulk.${NAMES[row]}`)}</dt>
            <dd>{f.number(counts[row])}</dd>
          </div>
        ))}
      </dl>
      {counts.unfit > 0 && <p className={classes.about}>{t('bulk.unfitAbout')}</p>}
      {counts.toChange === 0 && <p className={classes.about}>{t('bulk.nothing')}</p>}
    </div>
  );
}

interface AskedProps {
  onChange: (change: Change | null) => void;
}

const ASKED: Record<ChangeKind, (props: AskedProps) => ReactNode> = {
  addTags: ({ onChange }) => <TagsAsked onTags={(tags) => onChange(tags && { addTags: tags })} />,
  removeTags: ({ onChange }) => <TagsAsked onTags={(tags) => onChange(tags && { removeTags: tags })} />,
  ownerId: (props) => <OwnerAsked {...props} />,
  stage: (props) => <StageAsked {...props} />,
  field: (props) => <FieldAsked {...props} />,
};

function TagsAsked({ onTags }: { onTags: (tags: string[] | null) => void }): ReactNode {
  const { t } = useTranslation('customers');
  const { data } = useQuery(api.tags.queryOptions({ input: {}, staleTime: 60_000 }));
  const [tags, setTags] = useState<string[]>([]);
  return (
    <TagsInput
      label={t('bulk.tags')}
      data={data?.tags ?? []}
      value={tags}
      maxTags={20}
      data-autofocus
      acceptValueOnBlur
      onChange={(next) => {
        const tidy = [...new Set(next.map((tag) => tag.trim().slice(0, 60)).filter(Boolean))];
        setTags(tidy);
        onTags(tidy.length > 0 ? tidy : null);
      }}
    />
  );
}

const NOBODY = 'nobody';

function OwnerAsked({ onChange }: AskedProps): ReactNode {
  const { t } = useTranslation('customers');
  const colleagues = useColleagues();
  return (
    <Select
      label={t('bulk.owner')}
      searchable={colleagues.length > 8}
      data={[
        { value: NOBODY, label: t('bulk.nobody') },
        ...colleagues.map(({ id, name }) => ({ value: id, label: name })),
      ]}
      data-autofocus
      onChange={(id) => onChange(id === null ? null : { ownerId: id === NOBODY ? null : id })}
    />
  );
}

function StageAsked({ onChange }: AskedProps): ReactNode {
  const { t } = useTranslation('customers');
  const [stage, setStage] = useState<Stage | null>(null);
  const [reason, setReason] = useState('');
  const say = (next: Stage | null, why: string) => {
    setStage(next);
    setReason(why);
    onChange(next === null ? null : { stage: next, reason: why.trim() || null });
  };
  return (
    <>
      <Select
        label={t('field.stage')}
        data={STAGES.map((one) => ({ value: one, label: t(`stage.${one}`) }))}
        value={stage}
        data-autofocus
        onChange={(next) => say(next as Stage | null, reason)}
      />
      <TextInput
        label={t('layout.why')}
        value={reason}
        maxLength={200}
        onChange={(event) => say(stage, event.currentTarget.value)}
      />
    </>
  );
}

/** Fields that many can be given at once: neither locked, nor files, nor different for everybody. */
function FieldAsked({ onChange }: AskedProps): ReactNode {
  const { t, i18n } = useTranslation('customers');
  const { fields } = useFields();
  const [key, setKey] = useState<string | null>(null);
  const usable = fields.filter(({ sensitive, unique, type, reach }) => {
    return !sensitive && !unique && type !== 'file' && type !== 'unsorted' && (reach === 'edit' || reach === 'mask');
  });
  const field = usable.find((one) => one.key === key);
  const [value, setValue] = useState<Value>(null);
  const say = (next: string | null, given: Value) => {
    setKey(next);
    setValue(given);
    onChange(next === null ? null : { field: next, value: given as never });
  };
  return (
    <>
      <Select
        label={t('bulk.which')}
        data={usable.map((one) => ({ value: one.key, label: nameIn(one, i18n.language) }))}
        value={key}
        data-autofocus
        onChange={(next) => say(next, null)}
      />
      {field && (
        <>
          <FieldInput
            key={field.key}
            field={field}
            value={value ?? undefined}
            onChange={(given) => say(field.key, given)}
          />
          <p className={classes.about}>{t('bulk.valueEmpty')}</p>
        </>
      )}
    </>
  );
}
