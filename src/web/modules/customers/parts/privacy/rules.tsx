import { Button, Checkbox, NumberInput } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { isApiError } from '../../../../api/errors.ts';
import { ConfirmDialog } from '../../../../kit/confirm-dialog.tsx';
import { Card } from '../../../../kit/surface.tsx';
import { Tag } from '../../../../kit/tag.tsx';
import { toastProblem } from '../../../../kit/toast.tsx';
import { useFormats } from '../../../../kit/use-formats.ts';
import { api, type RetentionRule } from '../../api.ts';
import classes from './privacy.module.css';

const calls = api.privacy.retention;

/** After how long people are forgotten by themselves. Nothing is forgotten before somebody has looked at whom. */
export function Rules(): ReactNode {
  const { t } = useTranslation('customers');
  const f = useFormats();
  const { data } = useQuery(calls.rules.queryOptions({ input: {} }));
  return (
    <Card heading={t('privacy.rules.title')}>
      <p className={classes.about}>{t('privacy.rules.about')}</p>
      {data?.items.map((rule) => (
        <Rule key={`${rule.kind} ${rule.version}`} rule={rule} />
      ))}
      {data && data.runs.length > 0 && (
        <ul className={classes.history}>
          {data.runs.map(({ id, kind, erased, months, more, at }) => (
            <li key={id}>
              {t('privacy.rules.ran', { count: erased, rule: t(`privacy.rules.reason.${kind}`, { months }) })}
              {more && ` · ${t('privacy.rules.more')}`}
              <p>{f.dateTime(at)}</p>
            </li>
          ))}
        </ul>
      )}
    </Card>
  );
}

function Rule({ rule }: { rule: RetentionRule }): ReactNode {
  const { t } = useTranslation('customers');
  const f = useFormats();
  const queries = useQueryClient();
  const [months, setMonths] = useState(rule.months);
  const [keepBuyers, setKeepBuyers] = useState(rule.keepBuyers);
  const [looking, setLooking] = useState(false);
  const { kind, version } = rule;
  const preview = useQuery(
    calls.preview.queryOptions({ input: { kind, months, keepBuyers: keepBuyers }, enabled: looking }),
  );
  const change = useMutation(
    calls.change.mutationOptions({
      onSettled: () => queries.invalidateQueries({ queryKey: calls.rules.key() }),
    }),
  );
  const off = () =>
    change.mutate(
      { kind, months, keepBuyers, active: false, version },
      { onError: (error) => toastProblem(isApiError(error) ? error.message : t('form.notSaved')) },
    );
  const active = rule.activeSince !== null;
  const count = preview.data?.count;
  return (
    <section className={classes.rule}>
      <h3>
        {t(`privacy.rules.kind.${kind}`)} {active && <Tag tone="mind">{t('privacy.rules.on')}</Tag>}
      </h3>
      <div className={classes.fields}>
        <NumberInput
          label={t('privacy.rules.months')}
          min={1}
          max={240}
          allowDecimal={false}
          clampBehavior="strict"
          value={months}
          onChange={(value) => setMonths(Number(value) || 1)}
        />
        <Checkbox
          label={t('privacy.rules.keepBuyers')}
          checked={keepBuyers}
          onChange={(event) => setKeepBuyers(event.currentTarget.checked)}
        />
      </div>
      <div className={classes.acts}>
        <Button size="compact-md" variant="light" onClick={() => setLooking(true)}>
          {t('privacy.rules.look')}
        </Button>
        {active && (
          <Button size="compact-md" variant="default" loading={change.isPending} onClick={off}>
            {t('privacy.rules.off')}
          </Button>
        )}
      </div>
      <ConfirmDialog
        opened={looking}
        onClose={() => setLooking(false)}
        title={t(`privacy.rules.kind.${kind}`)}
        confirm={t('privacy.rules.switchOn')}
        grave
        onConfirm={() => change.mutateAsync({ kind, months, keepBuyers, active: true, version })}
      >
        <p>
          {count
            ? t('privacy.rules.count', { count: count.value, shown: f.count(count) })
            : t('privacy.rules.counting')}
        </p>
        <p>{t('privacy.rules.noWayBack')}</p>
        <ul className={classes.rows}>
          {preview.data?.items.slice(0, 8).map(({ id, name, since }) => (
            <li key={id}>
              <span className={classes.what}>{name}</span>
              <span className={classes.quiet}>{f.date(since)}</span>
            </li>
          ))}
        </ul>
      </ConfirmDialog>
    </section>
  );
}
