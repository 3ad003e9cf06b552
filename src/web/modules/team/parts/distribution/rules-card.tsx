import { ActionIcon, Button, MultiSelect, Select, TextInput } from '@mantine/core';
import { IconArrowUp, IconPlus, IconTrash } from '@tabler/icons-react';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { isApiError } from '../../../../api/errors.ts';
import { Card } from '../../../../kit/surface.tsx';
import type { DistributionState } from '../../api.ts';
import { useOpenBranches } from '../branches.ts';
import { useColleagues } from '../members.ts';
import classes from './distribution.module.css';
import { useDistribution } from './use-distribution.ts';

/** `id` tells rows apart here; the server makes its own. */
type Rule = DistributionState['rules'][number];

/** Who gets new customers: the first rule that fits, in turn. */
export function RulesCard({ state }: { state: DistributionState }): ReactNode {
  const { t } = useTranslation('team');
  const { saving } = useDistribution();
  const [rules, setRules] = useState<Rule[]>(state.rules);
  const [added, setAdded] = useState(0);
  const add = () => {
    setAdded(added + 1);
    setRules([...rules, { id: `new ${added}`, branchId: null, tag: null, source: null, memberIds: [] }]);
  };
  const save = () => saving.mutate({ rules: rules.map(({ id: _id, ...rule }) => rule) });
  const put = (n: number, rule: Rule) => setRules(rules.map((one, at) => (at === n ? rule : one)));
  const up = (n: number) => setRules(rules.toSpliced(n, 1).toSpliced(n - 1, 0, rules[n] as Rule));
  const complete = rules.every(({ memberIds }) => memberIds.length > 0);
  return (
    <Card heading={t('distribution.rules')}>
      <p className={classes.about}>{t('distribution.rulesAbout')}</p>
      <ol className={classes.rules}>
        {rules.map((rule, n) => (
          <RuleRow
            key={rule.id}
            n={n}
            rule={rule}
            onChange={(next) => put(n, next)}
            onUp={n > 0 ? () => up(n) : undefined}
            onRemove={() => setRules(rules.toSpliced(n, 1))}
          />
        ))}
      </ol>
      <div className={classes.acts}>
        <Button variant="default" leftSection={<IconPlus size={16} />} onClick={add}>
          {t('distribution.addRule')}
        </Button>
        <Button loading={saving.isPending} disabled={!complete} onClick={save}>
          {t('distribution.saveRules')}
        </Button>
        {isApiError(saving.error) && (
          <p role="alert" className={classes.problem}>
            {saving.error.message}
          </p>
        )}
      </div>
    </Card>
  );
}

interface RuleRowProps {
  n: number;
  rule: Rule;
  onChange: (rule: Rule) => void;
  onUp: (() => void) | undefined;
  onRemove: () => void;
}

function RuleRow({ n, rule, onChange, onUp, onRemove }: RuleRowProps): ReactNode {
  const { t } = useTranslation('team');
  const branches = useOpenBranches();
  const people = useColleagues();
  return (
    <li className={classes.rule}>
      <span className={classes.order}>{n + 1}</span>
      <Select
        label={t('distribution.branch')}
        placeholder={t('distribution.any')}
        data={branches.map(({ id, name }) => ({ value: id, label: name }))}
        value={rule.branchId}
        onChange={(branchId) => onChange({ ...rule, branchId })}
        clearable
        clearButtonProps={{ 'aria-label': t('distribution.any') }}
        disabled={branches.length === 0}
      />
      <TextInput
        label={t('distribution.tag')}
        placeholder={t('distribution.any')}
        maxLength={120}
        value={rule.tag ?? ''}
        onChange={(event) => onChange({ ...rule, tag: event.currentTarget.value || null })}
      />
      <TextInput
        label={t('distribution.source')}
        placeholder={t('distribution.any')}
        maxLength={120}
        value={rule.source ?? ''}
        onChange={(event) => onChange({ ...rule, source: event.currentTarget.value || null })}
      />
      <MultiSelect
        label={t('distribution.members')}
        data={people.map(({ id, name }) => ({ value: id, label: name }))}
        value={rule.memberIds}
        onChange={(memberIds) => onChange({ ...rule, memberIds })}
        required
      />
      <span className={classes.acts}>
        {onUp && (
          <ActionIcon
            variant="subtle"
            size="lg"
            aria-label={t('distribution.upNamed', { number: n + 1 })}
            onClick={onUp}
          >
            <IconArrowUp size={17} />
          </ActionIcon>
        )}
        <ActionIcon
          variant="subtle"
          size="lg"
          aria-label={t('distribution.removeNamed', { number: n + 1 })}
          onClick={onRemove}
        >
          <IconTrash size={17} />
        </ActionIcon>
      </span>
    </li>
  );
}
