import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useMay } from '../../../api/session.ts';
import { Figure, FigureStrip } from '../../../kit/figure.tsx';
import { PageHead } from '../../../kit/page-head.tsx';
import { SideDrawer } from '../../../kit/side-drawer.tsx';
import { Card, Columns } from '../../../kit/surface.tsx';
import { useFormats } from '../../../kit/use-formats.ts';
import { api } from '../api.ts';
import { LookAtGiftCard, SellGiftCard } from '../parts/gift-card-forms.tsx';
import { LoyaltyTabs } from '../parts/loyalty-tabs.tsx';
import classes from '../parts/loyalty.module.css';
import { ValueTermsForm } from '../parts/value-terms-form.tsx';

/** Money paid ahead: what is owed, what topping up brings, and gift cards. */
export function ValuePage(): ReactNode {
  const { t } = useTranslation('loyalty');
  const posts = useMay('loyalty.post');
  const [selling, setSelling] = useState(false);
  return (
    <>
      <PageHead
        title={t('value.title')}
        actions={posts && <Button onClick={() => setSelling(true)}>{t('value.sell')}</Button>}
      />
      <LoyaltyTabs />
      <div className={classes.stack}>
        <Owed />
        <Columns right={posts ? <LookAtGiftCard /> : undefined}>
          <Terms />
        </Columns>
      </div>
      <SideDrawer opened={selling} onClose={() => setSelling(false)} title={t('value.sell')}>
        <SellGiftCard />
      </SideDrawer>
    </>
  );
}

function Owed(): ReactNode {
  const { t } = useTranslation('loyalty');
  const f = useFormats();
  const { data } = useQuery(api.value.summary.queryOptions({ input: {} }));
  const rest = data && t('value.rest', { own: f.money(data.own, 'none'), bonus: f.money(data.bonus, 'none') });
  return (
    <FigureStrip label={t('value.title')}>
      <Figure label={t('value.owed')} value={data && f.money(data.balance, 'none')} note={rest} />
      <Figure
        label={t('value.cards')}
        value={data && f.number(data.cards)}
        note={data && t('value.gifts', { count: data.giftCards, shown: f.number(data.giftCards) })}
      />
      <Figure
        label={t('value.month')}
        value={data && f.money(data.month.toppedUp, 'none')}
        note={
          data && t('value.used', { used: f.money(data.month.used, 'none'), bonus: f.money(data.month.bonus, 'none') })
        }
      />
    </FigureStrip>
  );
}

function Terms(): ReactNode {
  const { t } = useTranslation('loyalty');
  const f = useFormats();
  const manages = useMay('loyalty.manage');
  const [changing, setChanging] = useState(false);
  const { data } = useQuery(api.value.terms.queryOptions({ input: {} }));
  const money = (amount: string) => f.money({ amount, currency: f.settings.baseCurrency });
  if (!data) return null;
  return (
    <Card
      heading={t('value.terms')}
      end={
        manages && (
          <Button size="compact-sm" variant="default" onClick={() => setChanging(true)}>
            {t('value.change')}
          </Button>
        )
      }
    >
      <ul className={classes.terms}>
        {data.bonuses.length === 0 && <li>{t('value.noTerms')}</li>}
        {data.bonuses.map(({ from, bonus }) => (
          <li key={from}>{t('value.step', { from: money(from), bonus: money(bonus) })}</li>
        ))}
        {data.most !== null && <li>{t('value.most', { most: money(data.most) })}</li>}
      </ul>
      <SideDrawer opened={changing} onClose={() => setChanging(false)} title={t('value.terms')}>
        <ValueTermsForm terms={data} onDone={() => setChanging(false)} />
      </SideDrawer>
    </Card>
  );
}
