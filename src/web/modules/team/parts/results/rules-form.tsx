import { ActionIcon, Button, NumberInput, Select } from '@mantine/core';
import { IconPlus, IconX } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { isApiError } from '../../../../api/errors.ts';
import { Form, FormRow } from '../../../../kit/form.tsx';
import { useFormats } from '../../../../kit/use-formats.ts';
import { api, type FigureView, type IncentiveSheet, type RuleGiven } from '../../api.ts';
import classes from './results.module.css';

interface RulesFormProps {
  month: string;
  figures: FigureView[];
  rules: IncentiveSheet['rules'];
  onDone: () => void;
}

/** What fits a figure, the most fitting first. */
const kindsOf: Record<FigureView['unit'], RuleGiven['kind'][]> = {
  count: ['each', 'reached'],
  money: ['percent', 'reached'],
  share: ['reached'],
  days: ['reached'],
};

export function RulesForm({ month, figures, rules, onDone }: RulesFormProps): ReactNode {
  const { t } = useTranslation('team');
  const queries = useQueryClient();
  const [draft, setDraft] = useState<RuleGiven[]>(() => rules.map(({ id: _id, ...rule }) => rule));
  const save = useMutation(
    api.results.rule.mutationOptions({
      onSuccess: onDone,
      onSettled: () => queries.invalidateQueries({ queryKey: api.key() }),
    }),
  );
  const put = (n: number, change: Partial<RuleGiven>) =>
    setDraft(draft.map((rule, index) => (index === n ? { ...rule, ...change } : rule)));
  return (
    <Form
      submit={t('save')}
      busy={save.isPending}
      problem={isApiError(save.error) ? save.error.message : undefined}
      onCancel={onDone}
      onSubmit={(event) => {
        event?.preventDefault();
        save.mutate({ fromMonth: month, rules: draft });
      }}
    >
      {[...draft.entries()].map(([n, rule]) => (
        <RuleEditor
          key={n}
          rule={rule}
          number={n + 1}
          figures={figures}
          onChange={(change) => put(n, change)}
          onRemove={() => setDraft(draft.filter((_, index) => index !== n))}
        />
      ))}
      <Button
        style={{ alignSelf: 'flex-start' }}
        variant="subtle"
        size="compact-sm"
        leftSection={<IconPlus size={15} />}
        onClick={() => setDraft([...draft, blank(figures[0])])}
      >
        {t('incentive.add')}
      </Button>
    </Form>
  );
}

function blank(figure: FigureView | undefined): RuleGiven {
  const kind = kindsOf[figure?.unit ?? 'share'][0] ?? 'reached';
  return {
    figure: figure?.key ?? '',
    kind,
    from: kind === 'reached' ? 90 : 0,
    amount: '100',
    percent: null,
    atMost: null,
  };
}

interface RuleEditorProps {
  rule: RuleGiven;
  number: number;
  figures: FigureView[];
  onChange: (change: Partial<RuleGiven>) => void;
  onRemove: () => void;
}

function RuleEditor({ rule, number, figures, onChange, onRemove }: RuleEditorProps): ReactNode {
  const { t } = useTranslation('team');
  const f = useFormats();
  const figure = figures.find(({ key }) => key === rule.figure);
  const kinds = kindsOf[figure?.unit ?? 'share'];
  const decimal = (value: string | number) => (typeof value === 'number' ? String(value) : null);
  const asked = { allowNegative: false, decimalScale: 2, thousandSeparator: ',' };
  return (
    <fieldset className={classes.ruleEditor} aria-label={t('incentive.rule', { n: number })}>
      <div className={classes.ruleHead}>
        <Select
          label={t('incentive.figure')}
          data={figures.map(({ key, name }) => ({ value: key, label: name }))}
          value={rule.figure}
          allowDeselect={false}
          onChange={(key) => {
            const chosen = figures.find((one) => one.key === key);
            onChange({ ...blank(chosen), amount: rule.amount ?? '100', percent: chosen?.unit === 'money' ? 1 : null });
          }}
        />
        <ActionIcon
          variant="subtle"
          color="gray"
          size={36}
          aria-label={t('incentive.remove', { n: number })}
          onClick={onRemove}
        >
          <IconX size={16} stroke={1.6} />
        </ActionIcon>
      </div>
      <FormRow>
        <Select
          label={t('incentive.kind')}
          data={kinds.map((kind) => ({ value: kind, label: t(`incentive.kinds.${kind}`) }))}
          value={rule.kind}
          allowDeselect={false}
          disabled={kinds.length < 2}
          onChange={(kind) => onChange({ kind: (kind ?? rule.kind) as RuleGiven['kind'] })}
        />
        <NumberInput
          {...asked}
          label={t(rule.kind === 'reached' ? 'incentive.line' : 'incentive.from')}
          description={rule.kind === 'reached' ? t('incentive.lineAbout') : undefined}
          suffix={figure?.unit === 'share' ? ' %' : ''}
          value={rule.from ?? ''}
          onChange={(value) => onChange({ from: typeof value === 'number' ? value : null })}
        />
      </FormRow>
      <FormRow>
        {rule.kind === 'percent' ? (
          <NumberInput
            {...asked}
            label={t('incentive.percent')}
            suffix=" %"
            max={100}
            value={rule.percent ?? ''}
            onChange={(value) => onChange({ percent: typeof value === 'number' && value > 0 ? value : null })}
          />
        ) : (
          <NumberInput
            {...asked}
            label={t('incentive.amount')}
            prefix={f.currencySign()}
            value={rule.amount === null ? '' : Number(rule.amount)}
            onChange={(value) => onChange({ amount: decimal(value) })}
          />
        )}
        <NumberInput
          {...asked}
          label={t('incentive.atMost')}
          prefix={f.currencySign()}
          value={rule.atMost === null ? '' : Number(rule.atMost)}
          onChange={(value) => onChange({ atMost: decimal(value) })}
        />
      </FormRow>
    </fieldset>
  );
}
