import { Button } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormats } from '../../../kit/use-formats.ts';
import { LineFields } from './line-fields.tsx';
import { begunLines, emptyLine, totalOfDraft, totalOfLine, type LineDraft, type LinesDraft } from './order-draft.ts';
import classes from './order.module.css';

interface LinesFieldsProps {
  draft: LinesDraft;
  /** By `lines.<place>`. */
  errors: Record<string, ReactNode>;
  /** Whether the first line is what one begins with. */
  focused: boolean;
  onChange: (lines: LineDraft[]) => void;
}

/** Lines being typed, with their sum below. */
export function LinesFields({ draft, errors, focused, onChange }: LinesFieldsProps): ReactNode {
  const { t } = useTranslation('orders');
  const [added, setAdded] = useState(1);
  const { lines, currency } = draft;
  const add = () => {
    onChange([...lines, emptyLine(String(added))]);
    setAdded(added + 1);
  };
  return (
    <>
      {lines.map((line, at) => (
        <LineFields
          key={line.key}
          line={line}
          currency={currency}
          error={errors[`lines.${at}`]}
          focused={focused && at === 0}
          onChange={(change) => onChange(lines.with(at, { ...line, ...change }))}
          {...(lines.length > 1 ? { onRemove: () => onChange(lines.toSpliced(at, 1)) } : {})}
        />
      ))}
      <Button
        variant="subtle"
        className={classes.addLine}
        leftSection={<IconPlus size={16} stroke={1.8} />}
        onClick={add}
      >
        {t('record.addLine')}
      </Button>
      <Total draft={draft} />
    </>
  );
}

/** What keeps the lines from being sent, by `lines.<place>`. A single line may be an amount alone. */
export function lineProblems(draft: LinesDraft, t: (key: string) => string): Record<string, string> {
  const problems: Record<string, string> = {};
  const begun = begunLines(draft);
  draft.lines.forEach((line, at) => {
    const alone = begun.length <= 1;
    if (!begun.includes(line) && !(at === 0 && begun.length === 0)) return;
    if (totalOfLine(line, draft.currency) === null) problems[`lines.${at}`] = t('record.lineUnclear');
    else if (!alone && line.name.trim() === '') problems[`lines.${at}`] = t('record.nameMissing');
  });
  return problems;
}

function Total({ draft }: { draft: LinesDraft }): ReactNode {
  const { t } = useTranslation('orders');
  const f = useFormats();
  const amount = totalOfDraft(draft);
  return (
    <p className={classes.total} aria-live="polite">
      <span>{t('field.total')}</span>
      <b>{amount === null ? '–' : f.money({ amount, currency: draft.currency }, 'full')}</b>
    </p>
  );
}
