import { ActionIcon, Button, NumberInput } from '@mantine/core';
import { IconPlus, IconX } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { fieldErrors, isApiError } from '../../../api/errors.ts';
import { Form } from '../../../kit/form.tsx';
import { useFormats } from '../../../kit/use-formats.ts';
import { api, type ValueTerms } from '../api.ts';
import classes from './loyalty.module.css';

/** So much paid in brings so much on top. */
export function ValueTermsForm({ terms, onDone }: { terms: ValueTerms; onDone: () => void }): ReactNode {
  const { t } = useTranslation('loyalty');
  const f = useFormats();
  const queries = useQueryClient();
  const [draft, setDraft] = useState(terms);
  const save = useMutation(
    api.value.changeTerms.mutationOptions({
      onSuccess: onDone,
      onSettled: () => queries.invalidateQueries({ queryKey: api.key() }),
    }),
  );
  const problems = fieldErrors(save.error);
  const money = { prefix: f.currencySign(), min: 0, decimalScale: 2, thousandSeparator: ',', hideControls: true };
  const put = (n: number, change: Partial<ValueTerms['bonuses'][number]>) =>
    setDraft({ ...draft, bonuses: draft.bonuses.map((one, at) => (at === n ? { ...one, ...change } : one)) });
  return (
    <Form
      submit={t('value.save')}
      busy={save.isPending}
      onCancel={onDone}
      problem={isApiError(save.error) && Object.keys(problems).length === 0 ? save.error.message : undefined}
      onSubmit={(event) => {
        event?.preventDefault();
        save.mutate(draft);
      }}
    >
      {[...draft.bonuses.entries()].map(([n, { from, bonus }]) => (
        <div key={n} className={classes.row}>
          <NumberInput
            {...money}
            label={t('value.from')}
            value={Number(from)}
            error={problems[`bonuses.${n}.from`]}
            onChange={(value) => put(n, { from: String(value || 0) })}
          />
          <NumberInput
            {...money}
            label={t('value.give')}
            value={Number(bonus)}
            error={problems[`bonuses.${n}.bonus`]}
            onChange={(value) => put(n, { bonus: String(value || 0) })}
          />
          <ActionIcon
            size={36}
            variant="default"
            aria-label={t('value.removeStep')}
            onClick={() => setDraft({ ...draft, bonuses: draft.bonuses.filter((_, at) => at !== n) })}
          >
            <IconX size={16} />
          </ActionIcon>
        </div>
      ))}
      {draft.bonuses.length < 10 && (
        <Button
          variant="light"
          leftSection={<IconPlus size={16} />}
          onClick={() => setDraft({ ...draft, bonuses: [...draft.bonuses, { from: '500', bonus: '50' }] })}
        >
          {t('value.addStep')}
        </Button>
      )}
      <NumberInput
        {...money}
        label={t('value.mostField')}
        placeholder={t('value.noMost')}
        value={draft.most === null ? '' : Number(draft.most)}
        error={problems['most']}
        onChange={(value) => setDraft({ ...draft, most: value === '' ? null : String(value) })}
      />
    </Form>
  );
}
