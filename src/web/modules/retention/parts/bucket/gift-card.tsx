import { Button } from '@mantine/core';
import { useState, type FormEvent, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { ExplanationText } from '../../../../kit/explain.tsx';
import { Card } from '../../../../kit/surface.tsx';
import { useFormats } from '../../../../kit/use-formats.ts';
import type { Bucket } from '../../api.ts';
import { MoneyField } from '../money-field.tsx';
import classes from './bucket.module.css';

interface GiftCardProps {
  bucket: Bucket;
  gift: number | null;
  onAsk: (gift: number | null) => void;
}

/** How many have to stay until a gift has paid. */
export function GiftCard({ bucket, gift, onAsk }: GiftCardProps): ReactNode {
  const { t } = useTranslation('retention');
  const f = useFormats();
  const [cost, setCost] = useState<number | string>('');
  const needed = bucket.year?.breakEven;
  const ask = (event: FormEvent) => {
    event.preventDefault();
    onAsk(Number(cost) > 0 ? Number(cost) : null);
  };
  return (
    <Card heading={t('bucket.giftAsk')}>
      <form className={classes.ask} onSubmit={ask}>
        <MoneyField label={t('bucket.gift')} description={t('bucket.giftAbout')} value={cost} onChange={setCost} />
        <Button type="submit" variant="light">
          {t('bucket.giftAsk')}
        </Button>
      </form>
      {gift !== null && (
        <div role="status">
          {needed ? (
            <>
              <p className={classes.answer}>
                {needed.value > 100
                  ? t('bucket.giftNever')
                  : t('bucket.giftAnswer', { needed: f.number(needed.value, 1) })}
              </p>
              <ExplanationText explanation={needed.explanation} />
            </>
          ) : (
            <p className={classes.answer}>{t('bucket.giftUnknown')}</p>
          )}
        </div>
      )}
    </Card>
  );
}
