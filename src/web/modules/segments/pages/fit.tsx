import { Button, Checkbox, NumberInput, Rating, Textarea } from '@mantine/core';
import { useForm } from '@mantine/form';
import { IconTarget } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { FIT_QUESTIONS } from '../../../../modules/segments/rules/fit.ts';
import { fieldErrors, isApiError } from '../../../api/errors.ts';
import { useMay } from '../../../api/session.ts';
import { EmptyState } from '../../../kit/empty-state.tsx';
import { ErrorState } from '../../../kit/error-state.tsx';
import { Figure, FigureStrip } from '../../../kit/figure.tsx';
import { Form } from '../../../kit/form.tsx';
import { PageHead } from '../../../kit/page-head.tsx';
import { SideDrawer } from '../../../kit/side-drawer.tsx';
import { Lines, Waiting } from '../../../kit/skeletons.tsx';
import { Card, Cards, Facts } from '../../../kit/surface.tsx';
import { Tag } from '../../../kit/tag.tsx';
import { toast } from '../../../kit/toast.tsx';
import { useFormats } from '../../../kit/use-formats.ts';
import { api, type Fit, type FitRow } from '../api.ts';
import classes from '../parts/classes.module.css';
import { SchemeBar } from '../parts/scheme-bar.tsx';
import { useChange } from '../parts/use-change.ts';
import { viewOf } from '../parts/views.ts';

/** Which classes the business wants to serve, side by side with what it can. */
export function FitPage(): ReactNode {
  const { t } = useTranslation('segments');
  const { scheme } = viewOf(useSearch({ strict: false }));
  const navigate = useNavigate();
  const [judged, setJudged] = useState<string | null>(null);
  const { data, error, refetch } = useQuery(api.fit.queryOptions({ input: { scheme } }));
  const row = data?.rows.find(({ key }) => key === judged);
  return (
    <>
      <PageHead title={t('pages.fit')} />
      <SchemeBar
        page="fit"
        scheme={scheme}
        onChoose={(to) => void navigate({ to: '/classes/fit', search: { scheme: to }, replace: true })}
      />
      {data ? (
        <SideBySide fit={data} scheme={scheme} onJudge={setJudged} />
      ) : error ? (
        <ErrorState error={error} retry={() => void refetch()} />
      ) : (
        <Card>
          <Waiting>
            <Lines count={8} />
          </Waiting>
        </Card>
      )}
      <SideDrawer
        opened={row !== undefined}
        onClose={() => setJudged(null)}
        title={t('fit.judgeOf', { name: row?.name ?? '' })}
      >
        {row && <JudgeForm key={row.key} scheme={scheme} row={row} onDone={() => setJudged(null)} />}
      </SideDrawer>
    </>
  );
}

interface SideBySideProps {
  fit: Fit;
  scheme: string;
  onJudge: (key: string) => void;
}

function SideBySide({ fit, scheme, onJudge }: SideBySideProps): ReactNode {
  const { t } = useTranslation('segments');
  const f = useFormats();
  const mayEdit = useMay('classes.edit');
  const { rows, needs, serves } = fit;
  if (rows.every(({ count }) => count === 0)) {
    return <EmptyState icon={IconTarget}>{t('fit.empty')}</EmptyState>;
  }
  const over = serves !== null && needs > serves;
  return (
    <>
      <FigureStrip label={t('pages.fit')}>
        <Figure label={t('fit.chosen')} value={f.number(rows.filter(({ chosen }) => chosen).length)} />
        <Figure
          label={t('fit.needs')}
          value={f.number(needs, Number.isInteger(needs) ? 0 : 1)}
          note={t('fit.needsAbout')}
          {...(over ? { tone: 'act' as const } : {})}
        />
        <Figure
          label={t('fit.serves')}
          value={serves === null ? '–' : f.number(serves)}
          note={over ? t('fit.tooMany') : t('fit.servesAbout')}
        />
      </FigureStrip>
      {mayEdit && <Serves scheme={scheme} fit={fit} />}
      <Cards width={260}>
        {rows.map((row) => (
          <OneClass
            key={row.key}
            row={row}
            mayBring={fit.population === 'prospects'}
            onJudge={mayEdit ? () => onJudge(row.key) : undefined}
          />
        ))}
      </Cards>
    </>
  );
}

interface OneClassProps {
  row: FitRow;
  /** They have bought nothing yet: the money is what is expected of them. */
  mayBring: boolean;
  onJudge: (() => void) | undefined;
}

function OneClass({ row, mayBring, onJudge }: OneClassProps): ReactNode {
  const { t } = useTranslation('segments');
  const f = useFormats();
  const { name, about, count, share, perCustomer, growth, contacts, fit, chosen, reason, by } = row;
  const sign = growth === null || growth === 0 ? '' : growth > 0 ? '+' : '−';
  return (
    <Card
      heading={name}
      note={about}
      chosen={chosen}
      end={chosen ? <Tag tone="teal">{t('fit.target')}</Tag> : undefined}
      className={classes.fitCard}
    >
      <Facts
        facts={[
          [t('fit.size'), t('fit.people', { number: f.number(count), count })],
          [t('fit.share'), mayBring ? null : f.percent(share)],
          [t(mayBring ? 'fit.mayBring' : 'fit.perCustomer'), perCustomer ? f.money(perCustomer, 'none') : '–'],
          [t('fit.growth'), growth === null ? '–' : `${sign}${f.percent(Math.abs(growth))}`],
          [t('fit.contacts'), f.number(contacts, Number.isInteger(contacts) ? 0 : 1)],
          [t('fit.fit'), fit === null ? t('fit.notJudged') : t('fit.ofFive', { fit: f.number(fit, 1) })],
        ]}
      />
      {reason !== null && (
        <p className={classes.reason}>
          {reason}
          {by !== null && <small>{by}</small>}
        </p>
      )}
      {onJudge && (
        <Button variant="default" size="compact-md" className={classes.judge} onClick={onJudge}>
          {t('fit.judge')}
        </Button>
      )}
    </Card>
  );
}

function Serves({ scheme, fit }: { scheme: string; fit: Fit }): ReactNode {
  const { t } = useTranslation('segments');
  const { change } = useChange({ done: t('playbook.saved') });
  const [value, setValue] = useState<number | string>(fit.serves ?? '');
  const changed = value !== '' && Number(value) !== fit.serves;
  return (
    <form
      className={classes.serves}
      onSubmit={(event) => {
        event.preventDefault();
        if (changed) change.mutate({ scheme, version: fit.settingsVersion, serves: Number(value) });
      }}
    >
      <NumberInput
        label={t('fit.servesAsk')}
        min={1}
        max={1_000_000}
        allowDecimal={false}
        value={value}
        onChange={setValue}
      />
      <Button type="submit" variant="default" disabled={!changed} loading={change.isPending}>
        {t('playbook.save')}
      </Button>
    </form>
  );
}

function JudgeForm({ scheme, row, onDone }: { scheme: string; row: FitRow; onDone: () => void }): ReactNode {
  const { t } = useTranslation('segments');
  const queries = useQueryClient();
  const form = useForm({
    initialValues: { scores: row.scores as Record<string, number>, chosen: row.chosen, reason: row.reason ?? '' },
  });
  const judge = useMutation(
    api.judge.mutationOptions({
      onSuccess: () => {
        toast(t('playbook.saved'));
        onDone();
      },
      onError: (error) => form.setErrors(fieldErrors(error)),
      onSettled: () => queries.invalidateQueries({ queryKey: api.key() }),
    }),
  );
  const submit = form.onSubmit(({ scores, chosen, reason }) =>
    judge.mutate({ scheme, key: row.key, scores, chosen, reason: reason.trim() || null, version: row.version }),
  );
  const problem = isApiError(judge.error) ? judge.error.message : undefined;
  return (
    <Form submit={t('playbook.save')} busy={judge.isPending} onSubmit={submit} onCancel={onDone} problem={problem}>
      {FIT_QUESTIONS.map((question) => (
        <fieldset key={question} className={classes.question}>
          <legend>{t(`fit.questions.${question}`)}</legend>
          <Rating
            size="lg"
            value={form.values.scores[question] ?? 0}
            onChange={(score) => form.setFieldValue('scores', { ...form.values.scores, [question]: score })}
            getSymbolLabel={(score) => t('fit.ofFive', { fit: score })}
          />
        </fieldset>
      ))}
      <Checkbox label={t('fit.choose')} {...form.getInputProps('chosen', { type: 'checkbox' })} />
      <Textarea
        label={t('fit.reason')}
        description={t('fit.reasonAbout')}
        autosize
        minRows={2}
        maxLength={500}
        {...form.getInputProps('reason')}
      />
    </Form>
  );
}
