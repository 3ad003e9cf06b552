import { Button, NumberInput, Select, Switch } from '@mantine/core';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Plan } from '../../../../modules/care/journeys/plan-contract.ts';
import { Form } from '../../../kit/form.tsx';
import { SideDrawer } from '../../../kit/side-drawer.tsx';
import { Card, Facts } from '../../../kit/surface.tsx';
import { useFormats } from '../../../kit/use-formats.ts';
import { ConditionField } from './condition-field.tsx';
import classes from './journeys.module.css';
import type { Names } from './names.ts';

interface RulesCardProps {
  plan: Plan;
  sentences: Readonly<Record<string, string>>;
  names: Names;
  onChange: ((plan: Plan) => void) | undefined;
}

/** Who may enter again, who is left in peace, when somebody is out before the end. */
export function RulesCard({ plan, sentences, names, onChange }: RulesCardProps): ReactNode {
  const { t } = useTranslation('care');
  const f = useFormats();
  const [open, setOpen] = useState(false);
  const { again, goal } = plan;
  return (
    <Card
      heading={t('journey.rules')}
      end={
        onChange && (
          <Button variant="subtle" size="compact-sm" onClick={() => setOpen(true)}>
            {t('journey.editRules')}
          </Button>
        )
      }
    >
      <Facts
        facts={[
          [
            t('journey.again.label'),
            typeof again === 'string' ? t(`journey.again.${again}`) : t('journey.again.days', { count: again.days }),
          ],
          [t('journey.holdOut'), f.percent(plan.holdOutPercent / 100)],
          [t('journey.effectDays'), f.number(plan.effectDays)],
          [t('journey.goal.label'), goal ? t(`journey.goal.${goal.kind}`) : t('journey.goal.none')],
          [t('journey.exit.label'), plan.exit == null ? t('journey.exit.none') : sentences['exit']],
        ]}
      />
      <SideDrawer opened={open} onClose={() => setOpen(false)} title={t('journey.rules')}>
        <RulesForm
          plan={plan}
          sentence={sentences['exit']}
          names={names}
          onKeep={(next) => {
            onChange?.(next);
            setOpen(false);
          }}
        />
      </SideDrawer>
    </Card>
  );
}

type FormProps = Pick<RulesCardProps, 'plan' | 'names'> & {
  sentence: string | undefined;
  onKeep: (plan: Plan) => void;
};

function RulesForm({ plan, names, sentence, onKeep }: FormProps): ReactNode {
  const { t } = useTranslation('care');
  const [draft, setDraft] = useState(plan);
  const change = (part: Partial<Plan>) => setDraft((before) => ({ ...before, ...part }));
  const { again, goal } = draft;
  return (
    <Form
      submit={t('journey.form.save')}
      onSubmit={(event) => {
        event?.preventDefault();
        onKeep(draft);
      }}
    >
      <div className={classes.fields}>
        <Select
          label={t('journey.again.label')}
          data={(['never', 'always', 'afterDays'] as const).map((value) => ({
            value,
            label: t(`journey.again.${value}`),
          }))}
          value={typeof again === 'string' ? again : 'afterDays'}
          allowDeselect={false}
          onChange={(value) => change({ again: value === 'never' || value === 'always' ? value : { days: 90 } })}
        />
        {typeof again !== 'string' && (
          <NumberInput
            label={t('journey.again.daysLabel')}
            min={1}
            max={730}
            allowDecimal={false}
            value={again.days}
            onChange={(days) => change({ again: { days: typeof days === 'number' && days > 0 ? days : 1 } })}
          />
        )}
        <NumberInput
          label={t('journey.holdOut')}
          description={t('journey.holdOutAbout')}
          min={0}
          max={50}
          suffix=" %"
          allowDecimal={false}
          value={draft.holdOutPercent}
          onChange={(value) => change({ holdOutPercent: typeof value === 'number' ? value : 0 })}
        />
        <NumberInput
          label={t('journey.effectDays')}
          min={1}
          max={180}
          allowDecimal={false}
          value={draft.effectDays}
          onChange={(value) => change({ effectDays: typeof value === 'number' && value > 0 ? value : 28 })}
        />
        <Select
          label={t('journey.goal.label')}
          data={(['none', 'order', 'visit'] as const).map((value) => ({ value, label: t(`journey.goal.${value}`) }))}
          value={goal?.kind ?? 'none'}
          allowDeselect={false}
          onChange={(kind) =>
            change({ goal: kind === 'order' || kind === 'visit' ? { kind, leaves: goal?.leaves ?? true } : null })
          }
        />
        {goal && (
          <Switch
            label={t('journey.goal.leaves')}
            checked={goal.leaves}
            onChange={(event) => change({ goal: { ...goal, leaves: event.currentTarget.checked } })}
          />
        )}
        <ConditionField
          label={t('journey.exit.label')}
          value={draft.exit}
          sentence={sentence}
          names={names}
          placeholder={t('journey.exit.none')}
          onChange={(exit) => change({ exit })}
        />
      </div>
    </Form>
  );
}
