import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { ErrorState } from '../../../kit/error-state.tsx';
import { Figure, FigureStrip } from '../../../kit/figure.tsx';
import { useFormats } from '../../../kit/use-formats.ts';
import { useSummary } from './use-summary.ts';

const FIGURES = ['regulars', 'late', 'changed', 'due', 'new', 'back', 'lost'] as const;
const TONES = { late: 'act', changed: 'mind', due: 'mind', back: 'well' } as const;

/** How the shop keeps its customers; every figure leads to its customers. */
export default function Figures(): ReactNode {
  const { t } = useTranslation('retention');
  const f = useFormats();
  const { data, error, refetch } = useSummary();
  if (error && !data) return <ErrorState error={error} retry={() => void refetch()} small />;
  return (
    <FigureStrip label={t('figures.label')}>
      {FIGURES.map((name) => {
        const figure = data?.[name];
        const tone = figure && figure.count > 0 && name in TONES ? TONES[name as keyof typeof TONES] : undefined;
        return (
          <Figure
            key={name}
            label={t(`figures.${name}`)}
            value={figure && f.number(figure.count)}
            note={figure && f.money(figure.money, 'none')}
            {...(tone ? { tone } : {})}
            {...(figure ? { explanation: figure.explanation } : {})}
            link={{ to: '/retention', search: { show: name } }}
          />
        );
      })}
    </FigureStrip>
  );
}
