import { NumberInput, TagsInput, TextInput } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormats } from '../../../kit/use-formats.ts';
import type { ProgrammeRules } from '../api.ts';
import { BenefitFields } from './benefit-fields.tsx';
import { Add, freeKey, Remove } from './list-parts.tsx';
import classes from './loyalty.module.css';

type Level = ProgrammeRules['tiers']['levels'][number];

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
