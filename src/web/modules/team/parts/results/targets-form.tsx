import { NumberInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { isApiError } from '../../../../api/errors.ts';
import { Form } from '../../../../kit/form.tsx';
import { toast } from '../../../../kit/toast.tsx';
import { useFormats } from '../../../../kit/use-formats.ts';
import { api, type Cell, type FigureView } from '../../api.ts';
import classes from './results.module.css';

interface TargetsFormProps {
  memberId: string;
  month: string;
  figures: FigureView[];
  cells: Cell[];
  onDone: () => void;
}

/** What a colleague aims at in a month; an empty field is no target. */
export function TargetsForm({ memberId, month, figures, cells, onDone }: TargetsFormProps): ReactNode {
  const { t } = useTranslation('team');
  const f = useFormats();
  const queries = useQueryClient();
  const [targets, setTargets] = useState(() => new Map(cells.map(({ figure, target }) => [figure, target])));
  const aim = useMutation(
    api.results.aim.mutationOptions({
      onSuccess() {
        toast(t('result.saved'));
        onDone();
      },
      onSettled: () => queries.invalidateQueries({ queryKey: api.key() }),
    }),
  );
  const suffixes = { share: ' %', count: '', days: '', money: '' };
  return (
    <Form
      submit={t('save')}
      busy={aim.isPending}
      problem={isApiError(aim.error) ? aim.error.message : undefined}
      onCancel={onDone}
      onSubmit={(event) => {
        event?.preventDefault();
        aim.mutate({
          memberId,
          month,
          targets: figures.map(({ key }) => ({ figure: key, target: targets.get(key) ?? null })),
        });
      }}
    >
      <p className={classes.about}>{t('result.targetsAbout')}</p>
      {figures.map(({ key, name, unit }) => (
        <NumberInput
          key={key}
          label={name}
          min={0}
          max={unit === 'share' ? 100 : 1_000_000_000}
          clampBehavior="strict"
          suffix={suffixes[unit]}
          prefix={unit === 'money' ? f.currencySign() : ''}
          thousandSeparator=","
          value={targets.get(key) ?? ''}
          onChange={(value) => setTargets(new Map(targets).set(key, typeof value === 'number' ? value : null))}
        />
      ))}
    </Form>
  );
}
