import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Card } from '../../../../kit/surface.tsx';
import { useFormats } from '../../../../kit/use-formats.ts';
import type { FieldLayout, FieldView } from '../../api.ts';
import { FieldValue } from './field-value.tsx';
import classes from './settings.module.css';
import { COVERED, groupsOf, nameIn, type Value } from './use-fields.ts';

/** How the fields stand on a card, with values made up for it. */
export function CardPreview({ layout }: { layout: FieldLayout }): ReactNode {
  const { t, i18n } = useTranslation('customers');
  const { settings } = useFormats();
  return (
    <Card heading={t('fields.preview')}>
      <p className={classes.about}>{t('fields.previewAbout')}</p>
      {groupsOf(layout).map(({ id, name, fields }) => (
        <div key={id ?? 'none'}>
          {name !== '' && <p className={classes.group}>{name}</p>}
          <dl className={classes.rows}>
            {fields.map((field) => (
              <div key={field.id}>
                <dt>{nameIn(field, i18n.language)}</dt>
                <dd className={classes.sample}>
                  <FieldValue field={field} value={sampleOf(field, settings.baseCurrency)} />
                </dd>
              </div>
            ))}
          </dl>
        </div>
      ))}
    </Card>
  );
}

function sampleOf(field: FieldView, currency: string): Value {
  if (field.sensitive) return COVERED;
  const [first, second] = field.options.filter(({ removed }) => !removed);
  const samples: Partial<Record<FieldView['type'], Value>> = {
    number: 12,
    money: { amount: '680.00', currency: field.unit ?? currency },
    date: { calendar: 'lunar', month: 8, day: 15 },
    choice: first?.key ?? null,
    multiChoice: [first, second].flatMap((option) => option?.key ?? []),
    yesNo: true,
    phone: '13900001234',
    email: 'lin@example.com',
    link: 'https://example.com/tea',
  };
  return samples[field.type] ?? '…';
}
