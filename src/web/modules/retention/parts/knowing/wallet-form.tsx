import { Button, NumberInput, Textarea, TextInput } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Form, FormRow } from '../../../../kit/form.tsx';
import { toast, toastProblem } from '../../../../kit/toast.tsx';
import { useFormats } from '../../../../kit/use-formats.ts';
import { api } from '../../api.ts';
import { problemAt, problemBeside, problemOf } from '../problem.ts';
import classes from './knowing.module.css';

/** What the customer said of the share of their spending that this shop has, beside what they said before. */
export function WalletForm({ customerId, onDone }: { customerId: string; onDone: () => void }): ReactNode {
  const { t } = useTranslation('retention');
  const f = useFormats();
  const queries = useQueryClient();
  const [share, setShare] = useState<number | string>('');
  const [askedOn, setAskedOn] = useState(f.settings.today);
  const [note, setNote] = useState('');
  const onSettled = () => queries.invalidateQueries({ queryKey: api.key() });
  const save = useMutation(
    api.indicators.wallet.note.mutationOptions({
      onSettled,
      onSuccess() {
        toast(t('indicators.saved'));
        onDone();
      },
    }),
  );
  return (
    <>
      <p className={classes.about}>{t('indicators.askAbout')}</p>
      <Form
        submit={t('indicators.save')}
        busy={save.isPending}
        onCancel={onDone}
        problem={problemBeside(save.error, ['share', 'askedOn'])}
        onSubmit={(event) => {
          event?.preventDefault();
          save.mutate({ id: customerId, share: Number(share), askedOn, note: note.trim() || null });
        }}
      >
        <FormRow>
          <NumberInput
            label={t('indicators.share')}
            min={1}
            max={100}
            allowDecimal={false}
            required
            withAsterisk={false}
            data-autofocus
            value={share}
            onChange={setShare}
            error={problemAt(save.error, 'share')}
          />
          <TextInput
            type="date"
            label={t('indicators.askedOn')}
            max={f.settings.today}
            value={askedOn}
            onChange={(event) => setAskedOn(event.currentTarget.value)}
            error={problemAt(save.error, 'askedOn')}
          />
        </FormRow>
        <Textarea
          label={t('indicators.note')}
          maxLength={500}
          autosize
          value={note}
          onChange={(event) => setNote(event.currentTarget.value)}
        />
      </Form>
      <Before customerId={customerId} onSettled={onSettled} />
    </>
  );
}

function Before({ customerId, onSettled }: { customerId: string; onSettled: () => void }): ReactNode {
  const { t } = useTranslation('retention');
  const f = useFormats();
  const { data } = useQuery(api.indicators.wallet.list.queryOptions({ input: { id: customerId } }));
  const takeBack = useMutation(
    api.indicators.wallet.takeBack.mutationOptions({
      onSettled,
      onSuccess: () => toast(t('indicators.takenBack')),
      onError: (error) => toastProblem(problemOf(error)?.message ?? ''),
    }),
  );
  if (!data || data.items.length === 0) return null;
  return (
    <ul className={classes.list} style={{ marginTop: 18 }}>
      {data.items.map(({ id, share, askedOn, by, note }) => (
        <li key={id}>
          <span>{t('indicators.told', { percent: share, day: f.date(askedOn), by })}</span>
          <Button
            variant="subtle"
            size="compact-sm"
            loading={takeBack.isPending && takeBack.variables.shareId === id}
            onClick={() => takeBack.mutate({ id: customerId, shareId: id })}
          >
            {t('indicators.takeBack')}
          </Button>
          {note && <span className={classes.reason}>{note}</span>}
        </li>
      ))}
    </ul>
  );
}
