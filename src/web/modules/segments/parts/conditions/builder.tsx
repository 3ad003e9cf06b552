import { ActionIcon, Button, SegmentedControl, Select } from '@mantine/core';
import { IconPlus, IconTrash } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { ConditionView } from '../../api.ts';
import { newGroup, newLeaf, type Draft, type DraftGroup, type DraftLeaf } from './draft.ts';
import { ConditionValue } from './condition-value.tsx';
import classes from './builder.module.css';

/** Deeper, nobody can read it any more; the server takes one level more. */
const DEEPEST = 4;

interface BuilderProps {
  draft: DraftGroup;
  kinds: readonly ConditionView[];
  onChange: (draft: DraftGroup) => void;
}

/** Conditions in rows, joined by "all of" and "any of", in groups within groups. */
export function Builder({ draft, kinds, onChange }: BuilderProps): ReactNode {
  return <Group draft={draft} kinds={kinds} depth={1} onChange={onChange} />;
}

interface GroupProps extends BuilderProps {
  depth: number;
  onRemove?: () => void;
}

function Group({ draft, kinds, depth, onChange, onRemove }: GroupProps): ReactNode {
  const { t } = useTranslation('segments');
  const name = t('conditions.builder.group');
  const put = (at: number, node: Draft) => onChange({ ...draft, nodes: draft.nodes.with(at, node) });
  const drop = (at: number) => onChange({ ...draft, nodes: draft.nodes.filter((_one, n) => n !== at) });
  const add = (node: Draft) => onChange({ ...draft, nodes: [...draft.nodes, node] });
  const [first] = kinds;
  return (
    <fieldset className={classes.group} data-nested={depth > 1 || undefined}>
      <legend className={classes.legend}>{name}</legend>
      <div className={classes.head}>
        <SegmentedControl
          aria-label={t('conditions.builder.join')}
          size="xs"
          data={(['and', 'or'] as const).map((value) => ({ value, label: t(`conditions.builder.${value}`) }))}
          value={draft.join}
          onChange={(join) => onChange({ ...draft, join: join as DraftGroup['join'] })}
        />
        {depth > 1 && <Negation not={draft.not} onChange={(not) => onChange({ ...draft, not })} />}
        {onRemove && <Remove name={t('conditions.builder.removeGroup')} onClick={onRemove} />}
      </div>
      {draft.nodes.map((node, at) =>
        'join' in node ? (
          <Group
            key={node.key}
            draft={node}
            kinds={kinds}
            depth={depth + 1}
            onChange={(next) => put(at, next)}
            onRemove={() => drop(at)}
          />
        ) : (
          <Row key={node.key} leaf={node} kinds={kinds} onChange={(next) => put(at, next)} onRemove={() => drop(at)} />
        ),
      )}
      <div className={classes.adding}>
        <Button
          variant="default"
          size="xs"
          leftSection={<IconPlus size={14} stroke={1.8} />}
          disabled={!first}
          onClick={() => first && add(newLeaf(first))}
        >
          {t('conditions.builder.add')}
        </Button>
        {depth < DEEPEST && (
          <Button
            variant="subtle"
            size="xs"
            onClick={() => add(newGroup(draft.join === 'and' ? 'or' : 'and', first ? [newLeaf(first)] : []))}
          >
            {t('conditions.builder.addGroup')}
          </Button>
        )}
      </div>
    </fieldset>
  );
}

interface RowProps {
  leaf: DraftLeaf;
  kinds: readonly ConditionView[];
  onChange: (leaf: DraftLeaf) => void;
  onRemove: () => void;
}

function Row({ leaf, kinds, onChange, onRemove }: RowProps): ReactNode {
  const { t } = useTranslation('segments');
  const kind = kinds.find(({ field }) => field === leaf.field);
  const groups = Map.groupBy(kinds, ({ groupTitle }) => groupTitle);
  const choose = (field: string | null) => {
    const chosen = kinds.find((one) => one.field === field);
    if (chosen) onChange({ ...newLeaf(chosen), key: leaf.key, not: leaf.not });
  };
  return (
    <div className={classes.row} role="group" aria-label={kind?.title ?? leaf.field}>
      <Select
        aria-label={t('conditions.builder.condition')}
        searchable
        allowDeselect={false}
        data={[...groups].map(([group, items]) => ({
          group,
          items: items.map(({ field, title }) => ({ value: field, label: title })),
        }))}
        value={leaf.field}
        onChange={choose}
      />
      <Negation not={leaf.not} onChange={(not) => onChange({ ...leaf, not })} />
      <div className={classes.value}>
        {kind ? (
          <ConditionValue kind={kind} value={leaf.value} onChange={(value) => onChange({ ...leaf, value })} />
        ) : (
          <p className={classes.gone}>{t('conditions.builder.gone')}</p>
        )}
      </div>
      <Remove name={t('conditions.builder.remove', { name: kind?.title ?? leaf.field })} onClick={onRemove} />
    </div>
  );
}

function Negation({ not, onChange }: { not: boolean; onChange: (not: boolean) => void }): ReactNode {
  const { t } = useTranslation('segments');
  return (
    <SegmentedControl
      aria-label={t('conditions.builder.whether')}
      size="xs"
      data={[
        { value: 'yes', label: t('conditions.builder.yes') },
        { value: 'no', label: t('conditions.builder.no') },
      ]}
      value={not ? 'no' : 'yes'}
      onChange={(value) => onChange(value === 'no')}
    />
  );
}

function Remove({ name, onClick }: { name: string; onClick: () => void }): ReactNode {
  return (
    <ActionIcon
      className={classes.remove}
      variant="subtle"
      color="gray"
      aria-label={name}
      title={name}
      onClick={onClick}
    >
      <IconTrash size={16} stroke={1.6} />
    </ActionIcon>
  );
}
