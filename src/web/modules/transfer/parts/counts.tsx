import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Figure, FigureStrip } from '../../../kit/figure.tsx';
import { useFormats } from '../../../kit/use-formats.ts';
import type { Counts } from '../api.ts';

/** How the rows of the file ended. */
export function CountsOf({ counts }: { counts: Counts }): ReactNode {
  const { t } = useTranslation('transfer');
  const f = useFormats();
  return (
    <FigureStrip label={t('counts.label')}>
      {(['rows', 'created', 'updated', 'skipped', 'failed'] as const).map((key) => (
        <Figure
          key={key}
          label={t(`counts.${key}`)}
          value={f.number(counts[key])}
          {...(key === 'failed' && counts.failed > 0 ? { tone: 'mind' as const } : {})}
        />
      ))}
    </FigureStrip>
  );
}
