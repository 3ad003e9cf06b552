import { ActionIcon, Button, NumberInput, Select, TagsInput, TextInput } from '@mantine/core';
import { IconPlus, IconX } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { FormRow } from '../../../kit/form.tsx';
import { useFormats } from '../../../kit/use-formats.ts';
import type { ProgrammeRules } from '../api.ts';
import classes from './loyalty.module.css';

type Boost = ProgrammeRules['earn']['boosts'][number];
type Activity = ProgrammeRules['activities'][number];
type Level = ProgrammeRules['tiers']['levels'][number];

const always: Boost['when'] = {
  categories: [],
  skus: [],
  stores: [],
  channels: [],
  weekdays: [],
  birthday: null,
  from: null,
  until: null,
};

/** Days and goods that earn more, or nothing. */
export function BoostsField({ boosts, onChange }: { boosts: Boost[]; onChange: (boosts: Boost[]) => void }): ReactNode {
  const { t } = useTranslation('loyalty');
  const f = useFormats();
  const put = (n: number, change: Partial<Boost>) =>
    onChange(boosts.map((one, at) => (at === n ? { ...one, ...change } : one)));
  const when = (n: number, change: Partial<Boost['when']>) =>
    put(n, { when: { ...(boosts[n]?.when ?? always), ...change } });
  return (
    <FormRow title={t('form.boosts')} about={t('form.boostsAbout')}>
      {[...boosts.entries()].map(([n, boost]) => (
        <fieldset key={n} className={classes.editor} aria-label={boost.name}>
          <div className={classes.row}>
            <TextInput
              label={t('form.boostName')}
              value={boost.name}
              onChange={({ currentTarget }) => put(n, { name: currentTarget.value })}
            />
            <NumberInput
              label={t('form.times')}
              min={0}
              max={99}
              decimalScale={2}
              value={Number(boost.times)}
              onChange={(value) => put(n, { times: String(value === '' ? 0 : value) })}
            />
            <Remove
              name={t('form.remove', { name: boost.name })}
              onClick={() => onChange(boosts.filter((_, at) => at !== n))}
            />
          </div>
          <TagsInput
            label={t('coupons.categories')}
            value={boost.when.categories}
            onChange={(categories) => when(n, { categories })}
          />
          <Select
            label={t('form.birthday')}
            data={(['day', 'week', 'month'] as const).map((value) => ({ value, label: t(`form.birthdays.${value}`) }))}
            placeholder={t('form.anyDay')}
            clearable
            clearButtonProps={{ 'aria-label': t('form.anyDay') }}
            value={boost.when.birthday}
            onChange={(birthday) => when(n, { birthday: birthday as Boost['when']['birthday'] })}
          />
          <Weekdays chosen={boost.when.weekdays} names={f} onChange={(weekdays) => when(n, { weekdays })} />
        </fieldset>
      ))}
      <Add
        label={t('form.addBoost')}
        onClick={() => onChange([...boosts, { name: t('form.newBoost'), times: '2', when: always }])}
      />
    </FormRow>
  );
}

function Weekdays({
  chosen,
  names,
  onChange,
}: {
  chosen: number[];
  names: ReturnType<typeof useFormats>;
  onChange: (days: number[]) => void;
}): ReactNode {
  const { t } = useTranslation('loyalty');
  const options = [1, 2, 3, 4, 5, 6, 7].map((day) => ({
    value: String(day),
    label: weekdayName(names.settings.language, day),
  }));
  return (
    <TagsInput
      label={t('form.weekdays')}
      data={options.map(({ label }) => label)}
      value={options.filter(({ value }) => chosen.includes(Number(value))).map(({ label }) => label)}
      onChange={(labels) =>
        onChange(options.filter(({ label }) => labels.includes(label)).map(({ value }) => Number(value)))
      }
    />
  );
}

/** 2024-01-01 was a Monday. */
function weekdayName(language: string, day: number): string {
  return new Intl.DateTimeFormat(language, { weekday: 'short', timeZone: 'UTC' }).format(Date.UTC(2024, 0, day));
}

export function ActivitiesField({
  activities,
  onChange,
}: {
  activities: Activity[];
  onChange: (activities: Activity[]) => void;
}): ReactNode {
  const { t } = useTranslation('loyalty');
  const put = (n: number, change: Partial<Activity>) =>
    onChange(activities.map((one, at) => (at === n ? { ...one, ...change } : one)));
  return (
    <FormRow title={t('form.activities')} about={t('form.activitiesAbout')}>
      {activities.map((activity, n) => (
        <div key={activity.key} className={classes.row}>
          <TextInput
            label={t('form.activityName')}
            value={activity.name}
            onChange={({ currentTarget }) => put(n, { name: currentTarget.value })}
          />
          <NumberInput
            label={t('form.activityPoints')}
            min={1}
            allowDecimal={false}
            value={activity.points}
            onChange={(value) => put(n, { points: Math.max(1, Number(value) || 1) })}
          />
          <TextInput
            label={t('form.unit')}
            placeholder={t('form.eachTime')}
            value={activity.unit ?? ''}
            onChange={({ currentTarget }) => put(n, { unit: currentTarget.value || null })}
          />
          <Remove
            name={t('form.remove', { name: activity.name })}
            onClick={() => onChange(activities.filter((_, at) => at !== n))}
          />
        </div>
      ))}
      <Add
        label={t('form.addActivity')}
        onClick={() =>
          onChange([
            ...activities,
            {
              key: freeKey('activity', activities),
              name: t('form.newActivity'),
              points: 10,
              unit: null,
              perMonth: null,
            },
          ])
        }
      />
    </FormRow>
  );
}

interface LevelsFieldProps {
  by: ProgrammeRules['tiers']['by'];
  levels: Level[];
  problems: Record<string, string>;
  onChange: (levels: Level[]) => void;
}

export function LevelsField({ by, levels, problems, onChange }: LevelsFieldProps): ReactNode {
  const { t } = useTranslation('loyalty');
  const f = useFormats();
  const put = (n: number, change: Partial<Level>) =>
    onChange(levels.map((one, at) => (at === n ? { ...one, ...change } : one)));
  const last = levels.at(-1);
  return (
    <>
      {levels.map((level, n) => (
        <fieldset key={level.key} className={classes.editor} aria-label={level.name}>
          <div className={classes.row}>
            <TextInput
              label={t('form.levelName')}
              value={level.name}
              onChange={({ currentTarget }) => put(n, { name: currentTarget.value })}
            />
            <NumberInput
              label={t(`form.from.${by}`)}
              prefix={by === 'spend' ? f.currencySign() : ''}
              thousandSeparator=","
              min={0}
              disabled={n === 0}
              value={Number(level.from)}
              error={problems[`rules.tiers.levels.${n}.from`]}
              onChange={(value) => put(n, { from: String(value === '' ? 0 : value) })}
            />
            {n > 0 && (
              <Remove
                name={t('form.remove', { name: level.name })}
                onClick={() => onChange(levels.filter((_, at) => at !== n))}
              />
            )}
          </div>
          <div className={classes.row}>
            <NumberInput
              label={t('form.levelTimes')}
              min={0}
              max={99}
              decimalScale={2}
              value={Number(level.times)}
              onChange={(value) => put(n, { times: String(value === '' ? 1 : value) })}
            />
            <NumberInput
              label={t('form.levelGift')}
              min={0}
              allowDecimal={false}
              thousandSeparator=","
              value={level.gift}
              onChange={(value) => put(n, { gift: Math.max(0, Number(value) || 0) })}
            />
          </div>
          <BenefitFields
            level={level}
            problems={problems}
            at={`rules.tiers.levels.${n}`}
            onChange={(one) => put(n, one)}
          />
          <TagsInput
            label={t('form.perks')}
            description={t('form.perksAbout')}
            value={level.perks}
            onChange={(perks) => put(n, { perks })}
          />
        </fieldset>
      ))}
      {levels.length < 10 && last && (
        <Add
          label={t('form.addLevel')}
          onClick={() =>
            onChange([
              ...levels,
              {
                ...last,
                key: freeKey('tier', levels),
                name: t('form.newLevel'),
                from: String(Number(last.from) * 2 || 1000),
                perks: [],
              },
            ])
          }
        />
      )}
    </>
  );
}

interface BenefitProps {
  level: Level;
  problems: Record<string, string>;
  /** The path of the level in the rules. */
  at: string;
  onChange: (change: Partial<Level>) => void;
}

/** What the counter takes off or shows for a tier. An empty first field means: not at all. */
function BenefitFields({ level: { discount, quantity, credit }, problems, at, onChange }: BenefitProps): ReactNode {
  const { t } = useTranslation('loyalty');
  const f = useFormats();
  const money = { prefix: f.currencySign(), min: 0, decimalScale: 2, thousandSeparator: ',' };
  const percent = { suffix: ' %', min: 1, max: 90, allowDecimal: false, placeholder: t('form.none') };
  const number = (value: string | number) => (typeof value === 'number' && value > 0 ? value : null);
  return (
    <>
      <div className={classes.row}>
        <NumberInput
          {...percent}
          label={t('form.discount')}
          value={discount?.percent ?? ''}
          onChange={(value) => {
            const given = number(value);
            onChange({ discount: given === null ? null : { from: '0', ...discount, percent: given } });
          }}
        />
        <NumberInput
          {...money}
          label={t('form.discountFrom')}
          disabled={!discount}
          value={Number(discount?.from ?? 0)}
          error={problems[`${at}.discount.from`]}
          onChange={(value) => discount && onChange({ discount: { ...discount, from: String(value || 0) } })}
        />
      </div>
      <div className={classes.row}>
        <NumberInput
          {...percent}
          label={t('form.quantity')}
          value={quantity?.percent ?? ''}
          onChange={(value) => {
            const given = number(value);
            const begin = { pieces: 10, most: null, period: 'month' } as const;
            onChange({ quantity: given === null ? null : { ...begin, ...quantity, percent: given } });
          }}
        />
        <NumberInput
          label={t('form.pieces')}
          min={2}
          max={10_000}
          allowDecimal={false}
          disabled={!quantity}
          value={quantity?.pieces ?? 10}
          error={problems[`${at}.quantity.pieces`]}
          onChange={(value) => quantity && onChange({ quantity: { ...quantity, pieces: Number(value) || 2 } })}
        />
      </div>
      {quantity && (
        <div className={classes.row}>
          <NumberInput
            {...money}
            label={t('form.most')}
            placeholder={t('form.noMost')}
            value={quantity.most === null ? '' : Number(quantity.most)}
            error={problems[`${at}.quantity.most`]}
            onChange={(value) => onChange({ quantity: { ...quantity, most: value === '' ? null : String(value) } })}
          />
          <Select
            label={t('form.period')}
            data={(['month', 'year'] as const).map((value) => ({ value, label: t(`form.periods.${value}`) }))}
            value={quantity.period}
            allowDeselect={false}
            onChange={(value) => onChange({ quantity: { ...quantity, period: value === 'year' ? 'year' : 'month' } })}
          />
        </div>
      )}
      <div className={classes.row}>
        <NumberInput
          label={t('form.credit')}
          min={1}
          max={365}
          allowDecimal={false}
          placeholder={t('form.none')}
          value={credit?.days ?? ''}
          onChange={(value) => {
            const days = number(value);
            onChange({ credit: days === null ? null : { limit: '1000', ...credit, days } });
          }}
        />
        <NumberInput
          {...money}
          label={t('form.creditLimit')}
          disabled={!credit}
          value={Number(credit?.limit ?? 0)}
          error={problems[`${at}.credit.limit`]}
          onChange={(value) => credit && onChange({ credit: { ...credit, limit: String(value || 0) } })}
        />
      </div>
    </>
  );
}

function Add({ label, onClick }: { label: string; onClick: () => void }): ReactNode {
  return (
    <Button
      variant="subtle"
      size="compact-sm"
      leftSection={<IconPlus size={15} />}
      onClick={onClick}
      style={{ alignSelf: 'flex-start' }}
    >
      {label}
    </Button>
  );
}

function Remove({ name, onClick }: { name: string; onClick: () => void }): ReactNode {
  return (
    <ActionIcon variant="subtle" color="gray" size={44} aria-label={name} onClick={onClick} className={classes.remove}>
      <IconX size={16} stroke={1.6} />
    </ActionIcon>
  );
}

function freeKey(stem: string, taken: readonly { key: string }[]): string {
  let n = taken.length + 1;
  while (taken.some(({ key }) => key === `${stem}${n}`)) n += 1;
  return `${stem}${n}`;
}
