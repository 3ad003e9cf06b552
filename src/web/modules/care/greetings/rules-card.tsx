import { Button } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { greetingKinds, type AnyGreetingKind, type Greeting } from '../../../../modules/care/greetings/contract.ts';
import { holidaysFor } from '../../../../modules/care/greetings/holidays-contract.ts';
import { useMay } from '../../../api/session.ts';
import { SideDrawer } from '../../../kit/side-drawer.tsx';
import { Card } from '../../../kit/surface.tsx';
import { useFormats } from '../../../kit/use-formats.ts';
import { api } from '../api.ts';
import classes from '../parts/care.module.css';
import { OwnDayForm } from './own-day-form.tsx';
import { RuleForm } from './rule-form.tsx';

/** What goes out on which kind of day. */
export function Rules({ rules }: { rules: readonly Greeting[] }): ReactNode {
  const { t } = useTranslation('care');
  const f = useFormats();
  const maySend = useMay('care.send');
  const own = useQuery(api.greetings.ownDays.queryOptions({ input: {} })).data?.items ?? [];
  const [open, setOpen] = useState<{ kind: AnyGreetingKind; name: string } | null>(null);
  const [adding, setAdding] = useState(false);
  const named = (kind: AnyGreetingKind) => ({ kind, name: t(`greeting.kind.${kind}`) });
  const groups = [
    { key: 'personal', days: greetingKinds.map(named) },
    {
      key: 'ofAll',
      days: [
        ...own.map(({ id, name }) => ({ kind: `own-${id}` as AnyGreetingKind, name })),
        ...holidaysFor(f.settings.zone).map(named),
      ],
    },
  ];
  return (
    <Card heading={t('greeting.rules')}>
      {groups.map(({ key, days }) => (
        <section key={key}>
          <h3 className={classes.group}>{t(`greeting.${key}`)}</h3>
          <ul className={classes.plain}>
            {days.map((day) => (
              <li key={day.kind}>
                <RuleLine
                  day={day}
                  rule={rules.find(({ kind }) => kind === day.kind)}
                  onOpen={maySend ? () => setOpen(day) : undefined}
                />
              </li>
            ))}
          </ul>
        </section>
      ))}
      {maySend && (
        <Button variant="default" mt={10} leftSection={<IconPlus size={16} />} onClick={() => setAdding(true)}>
          {t('greeting.addOwnDay')}
        </Button>
      )}
      <SideDrawer opened={open !== null} onClose={() => setOpen(null)} title={open?.name ?? ''}>
        {open && (
          <RuleForm kind={open.kind} rule={rules.find(({ kind }) => kind === open.kind)} onDone={() => setOpen(null)} />
        )}
      </SideDrawer>
      <SideDrawer opened={adding} onClose={() => setAdding(false)} title={t('greeting.addOwnDay')}>
        <OwnDayForm onDone={() => setAdding(false)} />
      </SideDrawer>
    </Card>
  );
}

function RuleLine({
  day,
  rule,
  onOpen,
}: {
  day: { name: string };
  rule: Greeting | undefined;
  onOpen: (() => void) | undefined;
}): ReactNode {
  const { t } = useTranslation('care');
  return (
    <>
      <span className={classes.grow}>
        {day.name}
        <small className={classes.faint}>
          {' '}
          {rule
            ? t(rule.automatic ? 'greeting.byItself' : 'greeting.byTap', { time: rule.atTime })
            : t('greeting.none')}
        </small>
      </span>
      {onOpen && (
        <Button
          variant="default"
          size="compact-sm"
          aria-label={`${t(rule ? 'greeting.change' : 'greeting.set')}: ${day.name}`}
          onClick={onOpen}
        >
          {t(rule ? 'greeting.change' : 'greeting.set')}
        </Button>
      )}
    </>
  );
}
