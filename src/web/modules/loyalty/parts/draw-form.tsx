import { Button, NumberInput, Select, TextInput } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { fieldErrors, isApiError } from '../../../api/errors.ts';
import { Form, FormRow } from '../../../kit/form.tsx';
import { useFormats } from '../../../kit/use-formats.ts';
import { api, type DrawRules, type DrawView } from '../api.ts';
import { blank, onePrize, rulesOf } from './draw-draft.ts';
import { useOdds } from './draw-odds.tsx';
import { PrizeFields } from './draw-prize-fields.tsx';
import classes from './loyalty.module.css';

/** What a try costs, who may try how often, and every prize with its odds. */
export function DrawForm({ draw, onDone }: { draw: DrawView | null; onDone: () => void }): ReactNode {
  const { t } = useTranslation('loyalty');
  const f = useFormats();
  const odds = useOdds();
  const queries = useQueryClient();
  const [draft, setDraft] = useState<DrawRules>(() => (draw ? rulesOf(draw) : blank(f.settings.today)));
  const put = (change: Partial<DrawRules>) => setDraft({ ...draft, ...change });
  const settle = { onSuccess: onDone, onSettled: () => queries.invalidateQueries({ queryKey: api.key() }) };
  const make = useMutation(api.draws.create.mutationOptions(settle));
  const change = useMutation(api.draws.change.mutationOptions(settle));
  const act = draw ? change : make;
  const said = fieldErrors(act.error);
  // A draft is sent whole when it is made, and beside its id when it is changed.
  const problems = Object.fromEntries(
    Object.entries(said).map(([path, problem]) => [path.replace(/^rules\./, ''), problem]),
  );
  const sum = draft.prizes.reduce((all, one) => all + one.odds, 0);
  const whole = { min: 0, allowDecimal: false, thousandSeparator: ',' };
  const orNull = (value: string | number) => (typeof value === 'number' ? value : null);
  const day = (key: 'fromDay' | 'untilDay') => (
    <TextInput
      type="date"
      label={t(`draws.${key}`)}
      value={draft[key]}
      error={problems[key]}
      onChange={({ currentTarget: { value } }) =>
        value && put(key === 'fromDay' ? { fromDay: value } : { untilDay: value })
      }
    />
  );
  const limit = (key: 'dayLimit' | 'personLimit') => (
    <NumberInput
      {...whole}
      min={1}
      label={t(`draws.${key}`)}
      placeholder={t('draws.noLimit')}
      value={draft[key] ?? ''}
      error={problems[key]}
      onChange={(value) => put(key === 'dayLimit' ? { dayLimit: orNull(value) } : { personLimit: orNull(value) })}
    />
  );
  return (
    <Form
      submit={t('draws.save')}
      busy={act.isPending}
      onCancel={onDone}
      problem={isApiError(act.error) && Object.keys(problems).length === 0 ? act.error.message : undefined}
      onSubmit={(event) => {
        event?.preventDefault();
        if (draw) change.mutate({ id: draw.id, version: draw.version, rules: draft });
        else make.mutate(draft);
      }}
    >
      <TextInput
        label={t('draws.name')}
        required
        value={draft.name}
        error={problems['name']}
        onChange={({ currentTarget }) => put({ name: currentTarget.value })}
      />
      <FormRow>
        {day('fromDay')}
        {day('untilDay')}
      </FormRow>
      <FormRow>
        <NumberInput
          {...whole}
          label={t('draws.points')}
          description={t('draws.pointsAbout')}
          value={draft.points}
          error={problems['points']}
          onChange={(value) => put({ points: Number(value) || 0 })}
        />
        <NumberInput
          prefix={f.currencySign()}
          min={0}
          decimalScale={2}
          thousandSeparator=","
          label={t('draws.orderFrom')}
          placeholder={t('draws.noOrder')}
          value={draft.orderFrom === null ? '' : Number(draft.orderFrom)}
          error={problems['orderFrom']}
          onChange={(value) => put({ orderFrom: value === '' ? null : String(value) })}
        />
      </FormRow>
      <FormRow>
        {limit('dayLimit')}
        {limit('personLimit')}
      </FormRow>
      {[...draft.prizes.entries()].map(([n, prize]) => (
        <PrizeFields
          key={n}
          no={n + 1}
          prize={prize}
          problems={problems}
          onChange={(one) => put({ prizes: draft.prizes.map((old, at) => (at === n ? { ...old, ...one } : old)) })}
          onRemove={
            draft.prizes.length > 1
              ? () => put({ prizes: draft.prizes.filter((_, at) => at !== n), fallback: null })
              : undefined
          }
        />
      ))}
      {draft.prizes.length < 12 && (
        <Button
          variant="light"
          leftSection={<IconPlus size={16} />}
          onClick={() => put({ prizes: [...draft.prizes, onePrize()] })}
        >
          {t('draws.addPrize')}
        </Button>
      )}
      <p className={classes.note} role="status">
        {t('draws.sum', { sum: odds(sum), rest: odds(Math.max(0, 10_000 - sum)) })}
      </p>
      <Select
        label={t('draws.fallback')}
        description={t('draws.fallbackAbout')}
        placeholder={t('draws.fallbackNothing')}
        clearable
        data={draft.prizes.flatMap(({ name, stock }, n) =>
          stock === null ? [{ value: String(n + 1), label: name || t('draws.prize', { no: n + 1 }) }] : [],
        )}
        value={draft.fallback === null ? null : String(draft.fallback)}
        error={problems['fallback']}
        onChange={(value) => put({ fallback: value === null ? null : Number(value) })}
      />
    </Form>
  );
}
