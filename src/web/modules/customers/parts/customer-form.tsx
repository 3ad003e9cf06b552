import { Autocomplete, SegmentedControl, Select, TagsInput, Textarea, TextInput } from '@mantine/core';
import { useForm, type UseFormReturnType } from '@mantine/form';
import { useQuery } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { fieldErrors, isApiError } from '../../../api/errors.ts';
import { Form, FormRow } from '../../../kit/form.tsx';
import { api, type CustomerCard } from '../api.ts';
import { BirthdayField, birthdayOf } from './birthday-field.tsx';
import { DuplicateWarning, useMatches } from './duplicates/duplicate-warning.tsx';
import { CUSTOM_FIELDS, draftOfCard, factsOf, type FactsDraft } from './facts-draft.ts';
import { OwnFields } from './fields/own-fields.tsx';
import { useFields } from './fields/use-fields.ts';
import classes from './form.module.css';
import { useBranches } from './branches.ts';
import { useColleagues } from './members.ts';

interface CustomerFormProps {
  /** Absent: a new customer. */
  card?: CustomerCard | undefined;
  onSave: (facts: ReturnType<typeof factsOf>) => Promise<unknown>;
  onCancel?: () => void;
}

/** Everything that is known of a customer, to be written down or corrected. */
export function CustomerForm({ card, onSave, onCancel }: CustomerFormProps): ReactNode {
  const { t } = useTranslation('customers');
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string>();
  const form = useForm<FactsDraft>({
    initialValues: draftOfCard(card),
    validate: {
      name: (name) => (name.trim() ? null : t('form.nameMissing')),
      birthday: (draft) => (birthdayOf(draft) === undefined ? t('form.birthdayUnfinished') : null),
    },
  });
  const matches = useMatches(form.values, card);
  const known = matches !== undefined && matches.items.length + matches.others.length > 0;
  const save = async (draft: FactsDraft) => {
    setBusy(true);
    setProblem(undefined);
    try {
      await onSave(factsOf(draft, card));
    } catch (error) {
      const fields = errorsOf(error);
      form.setErrors(fields);
      if (Object.keys(fields).length === 0) setProblem(isApiError(error) ? error.message : t('form.notSaved'));
    }
    setBusy(false);
  };
  return (
    <Form
      onSubmit={form.onSubmit((draft) => void save(draft))}
      submit={t(card ? 'form.save' : known ? 'duplicates.warn.saveAnyway' : 'form.create')}
      busy={busy}
      {...(onCancel ? { onCancel } : {})}
      problem={problem}
    >
      <WhoFields form={form} />
      <DuplicateWarning draft={form.values} card={card} matches={matches} />
      <AddressFields form={form} />
      <RelationFields form={form} />
      <MoreFields form={form} />
      <OwnFields
        draft={form.values.own}
        onChange={(own) => form.setFieldValue('own', own)}
        customer={{ kind: form.values.kind, stage: form.values.stage ?? 'lead' }}
        card={card}
        errors={form.errors}
      />
    </Form>
  );
}

type FactsForm = Pick<
  UseFormReturnType<FactsDraft>,
  'values' | 'errors' | 'getInputProps' | 'getInitialValues' | 'setFieldValue'
>;

function WhoFields({ form }: { form: FactsForm }): ReactNode {
  const { t } = useTranslation('customers');
  const person = form.values.kind === 'person';
  return (
    <>
      <SegmentedControl
        aria-label={t('field.kind')}
        data={(['person', 'company'] as const).map((kind) => ({ value: kind, label: t(`kind.${kind}`) }))}
        {...form.getInputProps('kind')}
      />
      <FormRow>
        <TextInput label={t('field.name')} required data-autofocus {...form.getInputProps('name')} />
        <TextInput label={t('field.phone')} type="tel" inputMode="tel" {...form.getInputProps('phone')} />
      </FormRow>
      <FormRow>
        <TextInput label={t('field.email')} type="email" inputMode="email" {...form.getInputProps('email')} />
        {person ? (
          <Select
            label={t('field.gender')}
            clearable
            data={(['male', 'female', 'other'] as const).map((gender) => ({
              value: gender,
              label: t(`gender.${gender}`),
            }))}
            {...form.getInputProps('gender')}
          />
        ) : (
          <TextInput label={t('custom.contactPerson')} {...form.getInputProps('custom.contactPerson')} />
        )}
      </FormRow>
      {person && (
        <BirthdayField
          value={form.values.birthday}
          onChange={(birthday) => form.setFieldValue('birthday', birthday)}
          error={form.errors['birthday']}
        />
      )}
    </>
  );
}

function AddressFields({ form }: { form: FactsForm }): ReactNode {
  const { t } = useTranslation('customers');
  return (
    <FormRow title={t('field.address')}>
      <TextInput label={t('address.province')} {...form.getInputProps('province')} />
      <TextInput label={t('address.city')} {...form.getInputProps('city')} />
      <TextInput label={t('address.district')} {...form.getInputProps('district')} />
      <TextInput label={t('address.postcode')} inputMode="numeric" {...form.getInputProps('postcode')} />
      <TextInput className={classes.wide} label={t('address.text')} {...form.getInputProps('text')} />
    </FormRow>
  );
}

function RelationFields({ form }: { form: FactsForm }): ReactNode {
  const { t } = useTranslation('customers');
  const members = useColleagues();
  const branches = useBranches().filter(({ id, closed }) => !closed || id === form.values.branchId);
  const { data: used } = useQuery(api.tags.queryOptions({ input: {}, staleTime: 60_000 }));
  const stageBefore = form.getInitialValues().stage;
  return (
    <FormRow title={t('form.relation')}>
      <TagsInput
        className={classes.wide}
        label={t('field.tags')}
        placeholder={form.values.tags.length === 0 ? t('form.tagsHint') : ''}
        data={used?.tags ?? []}
        maxTags={60}
        splitChars={[',', '，', ';', '；']}
        {...form.getInputProps('tags')}
      />
      <Autocomplete label={t('field.source')} data={used?.sources ?? []} {...form.getInputProps('source')} />
      <Select
        label={t('field.ownerId')}
        clearable
        searchable
        data={members.map(({ id, name }) => ({ value: id, label: name }))}
        {...form.getInputProps('ownerId')}
      />
      {branches.length > 0 && (
        <Select
          label={t('field.branchId')}
          clearable
          data={branches.map(({ id, name }) => ({ value: id, label: name }))}
          {...form.getInputProps('branchId')}
        />
      )}
      <Select
        label={t('field.stage')}
        data={(['lead', 'prospect', 'active', 'sleeping', 'lost'] as const).map((stage) => ({
          value: stage,
          label: t(`stage.${stage}`),
        }))}
        {...form.getInputProps('stage')}
      />
      {stageBefore !== null && form.values.stage !== stageBefore && (
        <TextInput
          label={t('stages.reason')}
          description={t('stages.held')}
          placeholder={t('stages.reasonHint')}
          {...form.getInputProps('stageReason')}
        />
      )}
    </FormRow>
  );
}

function MoreFields({ form }: { form: FactsForm }): ReactNode {
  const { t } = useTranslation('customers');
  const person = form.values.kind === 'person';
  const own = new Set<string>(CUSTOM_FIELDS);
  const { fields } = useFields();
  const others = Object.keys(form.values.custom).filter((key) => {
    return !own.has(key) && !fields.some((field) => field.key === key);
  });
  return (
    <FormRow title={t('form.more')}>
      {person && <TextInput label={t('custom.company')} {...form.getInputProps('custom.company')} />}
      {person && <TextInput label={t('custom.occupation')} {...form.getInputProps('custom.occupation')} />}
      <TextInput label={t('field.title')} {...form.getInputProps('title')} />
      <TextInput label={t('field.externalId')} {...form.getInputProps('externalId')} />
      <TextInput label={t('field.cardNumber')} {...form.getInputProps('cardNumber')} />
      <Textarea
        className={classes.wide}
        label={t('custom.preferences')}
        autosize
        minRows={2}
        {...form.getInputProps('custom.preferences')}
      />
      {others.map((field) => (
        <TextInput
          key={field}
          label={field}
          value={form.values.custom[field] ?? ''}
          onChange={(event) =>
            form.setFieldValue('custom', { ...form.values.custom, [field]: event.currentTarget.value })
          }
        />
      ))}
    </FormRow>
  );
}

// Refusals of the verbs name one field; those of the contract several.
function errorsOf(error: unknown): Record<string, string> {
  const fields = fieldErrors(error);
  if (!isApiError(error)) return fields;
  const path = (error.data as { path?: unknown } | undefined)?.path;
  return typeof path === 'string' ? { ...fields, [path]: error.message } : fields;
}
