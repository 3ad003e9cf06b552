import { Button, Textarea, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useMutation, useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useMay } from '../../../api/session.ts';
import { ErrorState } from '../../../kit/error-state.tsx';
import { Form } from '../../../kit/form.tsx';
import { PageHead } from '../../../kit/page-head.tsx';
import { SideDrawer } from '../../../kit/side-drawer.tsx';
import { CardSkeleton, Waiting } from '../../../kit/skeletons.tsx';
import { Card, Columns, Facts } from '../../../kit/surface.tsx';
import { toast } from '../../../kit/toast.tsx';
import { useFormats } from '../../../kit/use-formats.ts';
import { api, type OfferView } from '../api.ts';
import { useLookAgain } from '../parts/after-purchase.ts';
import { OfferAnswers } from '../parts/offer-answers.tsx';
import { OfferTag } from '../parts/offer-tag.tsx';
import { LinesTable } from '../parts/order-lines.tsx';
import { sentenceOf } from '../parts/sentence-of.ts';

/** One offer: what, for how much, until when, and what was answered. */
export function OfferPage(): ReactNode {
  const { id } = useParams({ strict: false }) as { id: string };
  const { data: offer, error, refetch } = useQuery(api.offers.read.queryOptions({ input: { id } }));
  if (offer) return <Filled offer={offer} />;
  if (error) return <ErrorState error={error} retry={() => void refetch()} />;
  return (
    <Waiting>
      <Columns right={<CardSkeleton lines={5} />}>
        <CardSkeleton lines={6} />
      </Columns>
    </Waiting>
  );
}

function Filled({ offer }: { offer: OfferView }): ReactNode {
  const { t } = useTranslation('orders');
  const f = useFormats();
  return (
    <>
      <PageHead title={offer.title} note={<OfferTag offer={offer} />} actions={<OfferAnswers offer={offer} />} />
      <Columns right={<FactsCard offer={offer} />}>
        {offer.lines.length > 0 ? (
          <LinesTable
            lines={offer.lines.map((line, at) => ({ ...line, no: at + 1 }))}
            currency={offer.total.currency}
            sums={[[t('field.total'), f.money(offer.total, 'full')]]}
          />
        ) : (
          <Card heading={t('field.total')}>
            <b>{f.money(offer.total, 'full')}</b>
          </Card>
        )}
      </Columns>
    </>
  );
}

function FactsCard({ offer }: { offer: OfferView }): ReactNode {
  const { t } = useTranslation('orders');
  const f = useFormats();
  const mayWork = useMay('orders.create');
  const [opened, setOpened] = useState(false);
  const close = () => setOpened(false);
  const { customer, orderId, answeredAt, answeredBy, lostReason } = offer;
  return (
    <Card
      heading={t('offer.facts')}
      end={
        mayWork &&
        offer.state === 'open' && (
          <Button size="compact-xs" variant="subtle" onClick={() => setOpened(true)}>
            {t('offer.change')}
          </Button>
        )
      }
    >
      <Facts
        facts={[
          [
            t('field.customer'),
            <Link key="customer" to="/customers/$id" params={{ id: customer.id }}>
              {customer.name}
            </Link>,
          ],
          [t('offer.validUntil'), f.date(offer.validUntil)],
          [t('offer.madeOn'), `${f.date(f.dayOf(offer.madeAt))} · ${offer.madeBy}`],
          [t('field.note'), offer.note],
          [t('offer.answeredOn'), answeredAt && [f.date(f.dayOf(answeredAt)), answeredBy].filter(Boolean).join(' · ')],
          [t('offer.reason'), lostReason && t(`lost.${lostReason}`)],
          [t('offer.competitor'), offer.competitor],
          [t('offer.lostNote'), offer.lostNote],
          [
            t('offer.order'),
            orderId && (
              <Link key="order" to="/orders/$id" params={{ id: orderId }}>
                {t('offer.toOrder')}
              </Link>
            ),
          ],
        ]}
      />
      <SideDrawer opened={opened} onClose={close} title={t('offer.change')}>
        <ChangeForm key={offer.version} offer={offer} onDone={close} />
      </SideDrawer>
    </Card>
  );
}

function ChangeForm({ offer, onDone }: { offer: OfferView; onDone: () => void }): ReactNode {
  const { t } = useTranslation('orders');
  const { settings } = useFormats();
  const lookAgain = useLookAgain();
  const form = useForm({
    initialValues: { title: offer.title, validUntil: offer.validUntil, note: offer.note ?? '' },
    validate: {
      title: (title) => (title.trim() ? null : t('offer.whatMissing')),
      validUntil: (day) => (day === offer.validUntil || day >= settings.today ? null : t('offer.dayPast')),
    },
  });
  const change = useMutation(
    api.offers.change.mutationOptions({
      onSuccess: () => {
        toast(t('saved'));
        onDone();
        return lookAgain();
      },
    }),
  );
  return (
    <Form
      submit={t('save')}
      busy={change.isPending}
      onCancel={onDone}
      problem={change.error ? sentenceOf(change.error, t('notSaved')) : undefined}
      onSubmit={form.onSubmit((draft) => change.mutate({ id: offer.id, version: offer.version, ...draft }))}
    >
      <TextInput label={t('offer.what')} maxLength={200} data-autofocus {...form.getInputProps('title')} />
      <TextInput type="date" label={t('offer.validUntil')} {...form.getInputProps('validUntil')} />
      <Textarea label={t('field.note')} autosize minRows={2} maxLength={2000} {...form.getInputProps('note')} />
    </Form>
  );
}
