import { Button, NumberInput, TextInput } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { fieldErrors, isApiError } from '../../../api/errors.ts';
import { useMay } from '../../../api/session.ts';
import { useSameInput } from '../../../api/use-same-input.ts';
import { Form } from '../../../kit/form.tsx';
import { SideDrawer } from '../../../kit/side-drawer.tsx';
import { Card } from '../../../kit/surface.tsx';
import { toast, toastProblem } from '../../../kit/toast.tsx';
import { useFormats } from '../../../kit/use-formats.ts';
import { api, type DrawnTry, type DrawStanding } from '../api.ts';
import { DrawOdds } from './draw-odds.tsx';
import classes from './loyalty.module.css';

/** The open draws for one customer: odds, tries, and the button. At the counter and on the card. */
export function CustomerDraws({ customerId }: { customerId: string }): ReactNode {
  const { data } = useQuery(api.draws.ofCustomer.queryOptions({ input: { customerId } }));
  return data?.items.map(
    (standing) =>
      standing.draw.state === 'open' && <OneDraw key={standing.draw.id} standing={standing} customerId={customerId} />,
  );
}

function OneDraw({ standing, customerId }: { standing: DrawStanding; customerId: string }): ReactNode {
  const { t } = useTranslation('loyalty');
  const f = useFormats();
  const queries = useQueryClient();
  const [posts, adjusts] = [useMay('loyalty.post'), useMay('loyalty.adjust')];
  const sameInput = useSameInput();
  const [giving, setGiving] = useState(false);
  const { draw, free, why, tries } = standing;
  const act = useMutation(
    api.draws.draw.mutationOptions({
      onError: (error) => toastProblem(isApiError(error) ? error.message : t('request.failed')),
      onSettled: () => queries.invalidateQueries({ queryKey: api.key() }),
    }),
  );
  return (
    <Card heading={draw.name} note={free > 0 ? t('draws.free', { count: free }) : undefined}>
      {act.data && <Result drawn={act.data} />}
      <DrawOdds draw={draw} />
      {why && <p className={classes.note}>{why}</p>}
      <div className={classes.acts}>
        {posts && (
          <Button
            disabled={why !== null}
            loading={act.isPending}
            onClick={() => act.mutate(sameInput({ id: draw.id, customerId }))}
          >
            {free > 0 ? t('draws.drawFree') : t('draws.drawFor', { points: f.number(draw.points) })}
          </Button>
        )}
        {adjusts && (
          <Button variant="default" onClick={() => setGiving(true)}>
            {t('draws.give')}
          </Button>
        )}
      </div>
      {tries.length > 0 && (
        <p className={classes.note}>
          {[t('draws.last'), ...tries.slice(0, 3).map(({ prize }) => prize?.name ?? t('draws.nothing'))].join(' · ')}
        </p>
      )}
      <SideDrawer opened={giving} onClose={() => setGiving(false)} title={t('draws.give')}>
        <GiveForm drawId={draw.id} customerId={customerId} onDone={() => setGiving(false)} />
      </SideDrawer>
    </Card>
  );
}

function Result({ drawn: { prize, missed, code } }: { drawn: DrawnTry }): ReactNode {
  const { t } = useTranslation('loyalty');
  return (
    <p className={classes.drawn} data-won={prize !== null || undefined} role="status">
      <b>{prize ? t('draws.won', { prize: prize.name }) : t('draws.lost')}</b>
      <small>
        {[
          prize && prize.what !== prize.name && prize.what,
          code && t('draws.code', { code }),
          missed && t('draws.missed', { name: missed }),
        ]
          .filter(Boolean)
          .join(' · ')}
      </small>
    </p>
  );
}

function GiveForm({
  drawId,
  customerId,
  onDone,
}: {
  drawId: string;
  customerId: string;
  onDone: () => void;
}): ReactNode {
  const { t } = useTranslation('loyalty');
  const queries = useQueryClient();
  const sameInput = useSameInput();
  const [tries, setTries] = useState<number | string>(1);
  const [reason, setReason] = useState('');
  const act = useMutation(
    api.draws.give.mutationOptions({
      onSuccess: () => {
        toast(t('draws.given'));
        onDone();
      },
      onSettled: () => queries.invalidateQueries({ queryKey: api.key() }),
    }),
  );
  const problems = fieldErrors(act.error);
  return (
    <Form
      submit={t('draws.giveDo')}
      busy={act.isPending}
      onCancel={onDone}
      problem={isApiError(act.error) && Object.keys(problems).length === 0 ? act.error.message : undefined}
      onSubmit={(event) => {
        event?.preventDefault();
        act.mutate(sameInput({ id: drawId, customerId, tries: Number(tries), reason }));
      }}
    >
      <NumberInput
        label={t('draws.giveTries')}
        min={1}
        max={20}
        allowDecimal={false}
        value={tries}
        error={problems['tries']}
        onChange={setTries}
        data-autofocus
      />
      <TextInput
        label={t('draws.reason')}
        value={reason}
        error={problems['reason']}
        onChange={({ currentTarget }) => setReason(currentTarget.value)}
      />
    </Form>
  );
}
