import { Button, Progress, Select, Switch, TextInput } from '@mantine/core';
import { IconAlertCircle } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useMay } from '../../../api/session.ts';
import { Card } from '../../../kit/surface.tsx';
import { useFormats } from '../../../kit/use-formats.ts';
import { api, type ImportView } from '../api.ts';
import { CountsOf } from './counts.tsx';
import { Faults } from './faults.tsx';
import { sentenceOf } from './sentence-of.ts';
import classes from './transfer.module.css';

/** What was understood, to be put right before anything is written. */
export function Preview({ view }: { view: ImportView }): ReactNode {
  const { t } = useTranslation('transfer');
  const { id, understanding } = view;
  const { choose, rehearse, start, error } = useSteps(view);
  const open = understanding.missing.length > 0 || understanding.dateOrder === 'ambiguous';
  const checking = view.rehearsal?.state === 'running';
  return (
    <>
      {understanding.warnings.map((warning) => (
        <Hint key={warning}>{warning}</Hint>
      ))}
      {understanding.missing.map((group) => (
        <Hint key={group.join()}>
          {t('preview.missing', { names: group.map((meaning) => t(`meanings.${meaning}`)).join(' / ') })}
        </Hint>
      ))}
      {understanding.dateOrder === 'ambiguous' && <Hint>{t('preview.dateAmbiguous')}</Hint>}
      <Card heading={t('preview.questions')}>
        <Questions view={view} choose={(given) => choose.mutate({ id, ...given })} />
      </Card>
      <Card heading={t('preview.columns')} note={t('preview.columnsNote')}>
        <ColumnTable view={view} choose={(mapping) => choose.mutate({ id, mapping })} />
      </Card>
      {view.rehearsal && (
        <Card heading={t('preview.checked')}>
          {checking && <Progress value={view.rehearsal.progress * 100} aria-label={t('preview.checking')} />}
          <CountsOf counts={view.rehearsal.counts} />
          {view.rehearsal.faults.length > 0 && <Faults faults={view.rehearsal.faults} />}
        </Card>
      )}
      {error !== null && error !== undefined && (
        <p className={classes.problem} role="alert">
          {sentenceOf(error, t('away'))}
        </p>
      )}
      <div className={classes.row}>
        <Button
          variant="default"
          disabled={open}
          loading={rehearse.isPending || checking}
          onClick={() => rehearse.mutate({ id })}
        >
          {t('preview.check')}
        </Button>
        <Button disabled={open} loading={start.isPending} onClick={() => start.mutate({ id })}>
          {t('preview.start')}
        </Button>
      </div>
    </>
  );
}

/** Something to look at before the start. */
function Hint({ children }: { children: ReactNode }): ReactNode {
  return (
    <p className={classes.hint} role="status">
      <IconAlertCircle size={18} stroke={1.7} aria-hidden="true" />
      <span>{children}</span>
    </p>
  );
}

function useSteps({ id }: ImportView) {
  const queries = useQueryClient();
  const { queryKey } = api.imports.read.queryOptions({ input: { id } });
  const onSuccess = (view: ImportView) => void queries.setQueryData(queryKey, view);
  const choose = useMutation(api.imports.choose.mutationOptions({ onSuccess }));
  const rehearse = useMutation(api.imports.rehearse.mutationOptions({ onSuccess }));
  const start = useMutation(api.imports.start.mutationOptions({ onSuccess }));
  return { choose, rehearse, start, error: choose.error ?? rehearse.error ?? start.error };
}

const encodings = ['utf-8', 'gb18030', 'big5', 'utf-16le', 'utf-16be', 'windows-1252'] as const;
const ENCODING_NAMES = {
  'utf-8': 'UTF-8',
  gb18030: 'GBK · GB18030',
  big5: 'Big5',
  'utf-16le': 'UTF-16 LE',
  'utf-16be': 'UTF-16 BE',
  'windows-1252': 'Windows-1252',
} as const;
type Given = Partial<ImportView['choice']>;

function Questions({ view, choose }: { view: ImportView; choose: (given: Given) => void }): ReactNode {
  const { t } = useTranslation('transfer');
  const { settings } = useFormats();
  const { understanding, choice, kind } = view;
  const currency = choice.currency ?? settings.baseCurrency;
  return (
    <div className={classes.row}>
      {understanding.encoding !== null && (
        <Select
          label={t('preview.encoding')}
          data={encodings.map((value) => ({ value, label: ENCODING_NAMES[value] }))}
          value={understanding.encoding}
          allowDeselect={false}
          onChange={(value) => choose({ encoding: encodings.find((one) => one === value) })}
        />
      )}
      {understanding.sheets.length > 1 && (
        <Select
          label={t('preview.sheet')}
          data={understanding.sheets}
          value={understanding.sheet}
          allowDeselect={false}
          onChange={(sheet) => sheet && choose({ sheet, mapping: {} })}
        />
      )}
      {understanding.dateOrder !== null && (
        <Select
          label={t('preview.dateOrder')}
          data={(['ymd', 'mdy', 'dmy'] as const).map((value) => ({ value, label: t(`dateOrders.${value}`) }))}
          value={understanding.dateOrder === 'ambiguous' ? null : understanding.dateOrder}
          placeholder={t('preview.pleaseChoose')}
          error={understanding.dateOrder === 'ambiguous'}
          allowDeselect={false}
          onChange={(value) => choose({ dateOrder: (['ymd', 'mdy', 'dmy'] as const).find((one) => one === value) })}
        />
      )}
      {kind === 'orders' && (
        <TextInput
          key={currency}
          label={t('preview.currency')}
          defaultValue={currency}
          maxLength={3}
          w={110}
          onBlur={(event) => {
            const typed = event.currentTarget.value.toUpperCase();
            if (/^[A-Z]{3}$/.test(typed) && typed !== currency) choose({ currency: typed });
          }}
        />
      )}
      {kind === 'customers' && understanding.columns.some(({ meaning }) => meaning === 'birthday') && (
        <Select
          label={t('preview.namesakes')}
          data={(['ask', 'same', 'apart'] as const).map((value) => ({ value, label: t(`namesakes.${value}`) }))}
          value={choice.namesakes ?? 'ask'}
          allowDeselect={false}
          w={260}
          onChange={(value) => choose({ namesakes: value === 'same' || value === 'apart' ? value : null })}
        />
      )}
      <Switch
        className={classes.switch ?? ''}
        label={t('preview.header')}
        checked={understanding.hasHeader}
        onChange={(event) => choose({ header: event.currentTarget.checked, mapping: {} })}
      />
    </div>
  );
}

type Mapping = Record<string, string | null>;

function ColumnTable({ view, choose }: { view: ImportView; choose: (mapping: Mapping) => void }): ReactNode {
  const { t } = useTranslation('transfer');
  const { understanding, choice } = view;
  const titles = understanding.titles ?? {};
  const meanings = understanding.meanings.map((value) => ({ value, label: titles[value] ?? t(`meanings.${value}`) }));
  const mayAdd = useMay('settings.edit') && understanding.takesMore === true;
  const choices = mayAdd ? [...meanings, { value: '+', label: t('preview.newField') }] : meanings;
  return (
    <table className={classes.table}>
      <thead>
        <tr>
          <th scope="col">{t('preview.column')}</th>
          <th scope="col">{t('preview.examples')}</th>
          <th scope="col">{t('preview.meaning')}</th>
        </tr>
      </thead>
      <tbody>
        {understanding.columns.map(({ number, name, meaning, confidence, samples }) => (
          <tr key={number}>
            <td>{name || t('preview.number', { number })}</td>
            <td className={classes.examples}>{samples.join(' · ')}</td>
            <td>
              <Select
                aria-label={t('preview.meaningOf', { name: name || number })}
                data={choices}
                value={meaning}
                placeholder={t('preview.leftOut')}
                searchable
                clearable
                clearButtonProps={{ 'aria-label': t('preview.leaveOut') }}
                classNames={{ input: meaning !== null && confidence < 0.6 ? (classes.unsure ?? '') : '' }}
                onChange={(chosen) => choose({ ...choice.mapping, [String(number)]: chosen })}
              />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
