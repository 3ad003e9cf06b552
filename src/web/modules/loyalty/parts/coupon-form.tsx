import { Checkbox, MultiSelect, NumberInput, TextInput } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { fieldErrors, isApiError } from '../../../api/errors.ts';
import { Form, FormRow } from '../../../kit/form.tsx';
import { useFormats } from '../../../kit/use-formats.ts';
import { api, type GivenTerms } from '../api.ts';
import { TakesOffFields } from './coupon-fields.tsx';
import { MembersFirstFields } from './members-first.tsx';

interface Draft {
  name: string;
  code: string;
  untilDay: string | null;
  totalLimit: number | null;
  personLimit: number | null;
  terms: GivenTerms;
}

const blank: Draft = {
  name: '',
  code: '',
  untilDay: null,
  totalLimit: null,
  personLimit: null,
  terms: { kind: 'amount', amount: '10', minimum: '100' },
};

/** What it takes off, of what, and how often. */
export function CouponForm({ onDone }: { onDone: () => void }): ReactNode {
  const { t } = useTranslation('loyalty');
  const f = useFormats();
  const queries = useQueryClient();
  const [draft, setDraft] = useState(blank);
  const put = (change: Partial<Draft>) => setDraft({ ...draft, ...change });
  const terms = (change: Partial<GivenTerms>) => put({ terms: { ...draft.terms, ...change } });
  const { data: segments } = useQuery(api.coupons.segments.queryOptions({ input: {} }));
  const make = useMutation(
    api.coupons.create.mutationOptions({
      onSuccess: onDone,
      onSettled: () => queries.invalidateQueries({ queryKey: api.key() }),
    }),
  );
  const problems = fieldErrors(make.error);
  const whole = (value: string | number) => (typeof value === 'number' ? value : null);
  return (
    <Form
      submit={t('coupons.create')}
      busy={make.isPending}
      onCancel={onDone}
      problem={isApiError(make.error) && Object.keys(problems).length === 0 ? make.error.message : undefined}
      onSubmit={(event) => {
        event?.preventDefault();
        make.mutate({ ...draft, code: draft.code.trim() === '' ? null : draft.code });
      }}
    >
      <TextInput
        label={t('coupons.name')}
        required
        value={draft.name}
        error={problems['name']}
        onChange={({ currentTarget }) => put({ name: currentTarget.value })}
      />
      <TakesOffFields terms={draft.terms} problems={problems} onChange={terms} />
      <FormRow title={t('coupons.who')} about={t('coupons.whoAbout')}>
        <TextInput
          label={t('coupons.code')}
          placeholder={t('coupons.codeHint')}
          value={draft.code}
          error={problems['code']}
          onChange={({ currentTarget }) => put({ code: currentTarget.value })}
        />
        <NumberInput
          label={t('coupons.personLimit')}
          min={1}
          value={draft.personLimit ?? ''}
          error={problems['personLimit']}
          onChange={(value) => put({ personLimit: whole(value) })}
        />
        <NumberInput
          label={t('coupons.totalLimit')}
          min={1}
          value={draft.totalLimit ?? ''}
          error={problems['totalLimit']}
          onChange={(value) => put({ totalLimit: whole(value) })}
        />
        <TextInput
          type="date"
          label={t('coupons.until')}
          min={f.settings.today}
          value={draft.untilDay ?? ''}
          error={problems['untilDay']}
          onChange={({ currentTarget }) => put({ untilDay: currentTarget.value || null })}
        />
      </FormRow>
      <MembersFirstFields
        tiers={draft.terms.tiers ?? []}
        tiersUntil={draft.terms.tiersUntil ?? null}
        problem={problems['terms.tiers']}
        onChange={(first) => terms(first)}
      />
      {segments && segments.items.length > 0 && (
        <MultiSelect
          label={t('coupons.segments')}
          data={segments.items.map(({ id, name }) => ({ value: id, label: name }))}
          value={draft.terms.segments ?? []}
          error={problems['terms.segments']}
          onChange={(chosen) => terms({ segments: chosen })}
        />
      )}
      <Checkbox
        label={t('coupons.firstOrder')}
        checked={draft.terms.firstOrder ?? false}
        onChange={({ currentTarget }) => terms({ firstOrder: currentTarget.checked })}
      />
      <Checkbox
        label={t('coupons.stacks')}
        checked={draft.terms.stacks ?? false}
        onChange={({ currentTarget }) => terms({ stacks: currentTarget.checked })}
      />
      {draft.code.trim() === '' && (
        <>
          <Checkbox
            label={t('coupons.transferable')}
            checked={draft.terms.transferable ?? false}
            onChange={({ currentTarget }) => terms({ transferable: currentTarget.checked })}
          />
          <NumberInput
            label={t('coupons.validDays')}
            min={1}
            value={draft.terms.validDays ?? ''}
            error={problems['terms.validDays']}
            onChange={(value) => terms({ validDays: whole(value) })}
          />
        </>
      )}
    </Form>
  );
}
