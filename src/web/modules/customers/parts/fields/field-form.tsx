import { ActionIcon, Button, Checkbox, MultiSelect, Select, Switch, TextInput } from '@mantine/core';
import { useForm, type UseFormReturnType } from '@mantine/form';
import { IconPlus, IconX } from '@tabler/icons-react';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import {
  FIELD_TYPES,
  isSafeChange,
  mayBeSensitive,
  mayBeUnique,
  isShort,
} from '../../../../../modules/customers/fields/rules/field.ts';
import { fieldErrors, isApiError } from '../../../../api/errors.ts';
import { Form, FormRow } from '../../../../kit/form.tsx';
import { toastWithUndo } from '../../../../kit/toast.tsx';
import { useFormats } from '../../../../kit/use-formats.ts';
import { api, type FieldLayout, type FieldView } from '../../api.ts';
import { draftOfField, factsOfField, STAGES, type FieldDraft } from './field-draft.ts';
import classes from './settings.module.css';
import { useFieldChange } from './use-field-change.ts';

interface FieldFormProps {
  /** Absent: a new one. */
  field: FieldView | undefined;
  layout: FieldLayout;
  onDone: () => void;
}

/** Everything that a field is, to be made or changed. */
export function FieldForm({ field, layout, onDone }: FieldFormProps): ReactNode {
  const { t } = useTranslation('customers');
  const { settings } = useFormats();
  const create = useFieldChange(api.fields.create.mutationOptions());
  const change = useFieldChange(api.fields.change.mutationOptions());
  const [problem, setProblem] = useState<string>();
  const form = useForm<FieldDraft>({
    initialValues: draftOfField(field, settings.baseCurrency),
    validate: { name: (name) => (name.trim() ? null : t('fields.nameMissing')) },
  });
  const save = async (draft: FieldDraft) => {
    setProblem(undefined);
    try {
      const facts = factsOfField(draft);
      if (!field) await create.mutateAsync(facts);
      else await change.mutateAsync({ ...facts, id: field.id, version: field.version });
      onDone();
    } catch (error) {
      form.setErrors(errorsOf(error));
      setProblem(isApiError(error) ? error.message : t('form.notSaved'));
    }
  };
  return (
    <Form
      onSubmit={form.onSubmit((draft) => void save(draft))}
      submit={t(field && field.type !== 'unsorted' ? 'fields.save' : 'fields.make')}
      busy={create.isPending || change.isPending}
      onCancel={onDone}
      problem={problem}
    >
      <What form={form} field={field} layout={layout} />
      <When form={form} />
      <How form={form} />
      <Names form={form} />
      {field && field.type !== 'unsorted' && <HideButton field={field} onDone={onDone} />}
    </Form>
  );
}

type FieldsForm = UseFormReturnType<FieldDraft>;

function What({ form, field, layout }: { form: FieldsForm } & Omit<FieldFormProps, 'onDone'>): ReactNode {
  const { t } = useTranslation('customers');
  const { type } = form.values;
  const types = FIELD_TYPES.filter((one) => !field || isSafeChange(field.type, one));
  const choosing = type === 'choice' || type === 'multiChoice';
  return (
    <div className={classes.stack}>
      <TextInput label={t('fields.name')} required data-autofocus maxLength={60} {...form.getInputProps('name')} />
      <Select
        label={t('fields.type')}
        description={field ? t('fields.typeKept') : undefined}
        allowDeselect={false}
        data={types.map((one) => ({ value: one, label: t(`fields.types.${one}`) }))}
        {...form.getInputProps('type')}
      />
      {choosing && <Options form={form} />}
      {type === 'number' && <TextInput label={t('fields.unit')} maxLength={20} {...form.getInputProps('unit')} />}
      {type === 'money' && (
        <TextInput
          label={t('fields.currency')}
          maxLength={3}
          disabled={field !== undefined}
          {...form.getInputProps('currency')}
        />
      )}
      {layout.sections.length > 0 && (
        <Select
          label={t('fields.section')}
          clearable
          clearButtonProps={{ 'aria-label': t('fields.clear') }}
          placeholder={t('fields.noSection')}
          data={layout.sections.map(({ id, name }) => ({ value: id, label: name }))}
          {...form.getInputProps('sectionId')}
        />
      )}
      <TextInput label={t('fields.help')} maxLength={300} {...form.getInputProps('help')} />
    </div>
  );
}

function Options({ form }: { form: FieldsForm }): ReactNode {
  const { t } = useTranslation('customers');
  const { options, gone } = form.values;
  const set = (next: FieldDraft['options']) => form.setFieldValue('options', next);
  return (
    <fieldset className={`${classes.stack} ${classes.plain}`}>
      <legend>{t('fields.options')}</legend>
      <div className={classes.options}>
        {options.map((option, at) => (
          // A new option has nothing but its place.
          <div key={option.key ?? `new ${at}`} className={classes.option}>
            <TextInput
              aria-label={t('fields.option', { number: at + 1 })}
              placeholder={t('fields.option', { number: at + 1 })}
              value={option.name}
              maxLength={120}
              onChange={(event) => {
                const name = event.currentTarget.value;
                set(options.map((one, n) => (n === at ? { ...one, name } : one)));
              }}
              onKeyDown={(event) => {
                if (event.key !== 'Enter') return;
                event.preventDefault();
                if (option.name.trim() && at === options.length - 1) set([...options, { name: '' }]);
              }}
              autoFocus={option.key === undefined && at === options.length - 1 && at > 0}
            />
            <ActionIcon
              variant="subtle"
              size={36}
              aria-label={t('fields.removeOption', { number: at + 1 })}
              onClick={() => set(options.filter((_one, n) => n !== at))}
            >
              <IconX size={16} stroke={1.6} />
            </ActionIcon>
          </div>
        ))}
      </div>
      {form.errors['options'] && <p role="alert">{form.errors['options']}</p>}
      <Button
        variant="default"
        leftSection={<IconPlus size={16} stroke={1.6} />}
        onClick={() => set([...options, { name: '' }])}
      >
        {t('fields.addOption')}
      </Button>
      {gone.length > 0 && <p className={classes.gone}>{t('fields.optionGone', { names: gone.join(', ') })}</p>}
    </fieldset>
  );
}

function When({ form }: { form: FieldsForm }): ReactNode {
  const { t } = useTranslation('customers');
  const stages = STAGES.map((stage) => ({ value: stage as string, label: t(`stage.${stage}`) }));
  return (
    <FormRow title={t('fields.rules')}>
      <Checkbox.Group label={t('fields.kinds')} {...form.getInputProps('kinds')}>
        <div className={classes.options}>
          {(['person', 'company'] as const).map((kind) => (
            <Checkbox key={kind} value={kind} label={t(`kind.${kind}`)} />
          ))}
        </div>
      </Checkbox.Group>
      <MultiSelect
        label={t('fields.visibleAt')}
        placeholder={form.values.visibleAt.length === 0 ? t('fields.everyStage') : ''}
        data={stages}
        {...form.getInputProps('visibleAt')}
      />
      <MultiSelect
        label={t('fields.requiredAt')}
        placeholder={form.values.requiredAt.length === 0 ? t('fields.neverNeeded') : ''}
        data={stages}
        {...form.getInputProps('requiredAt')}
      />
    </FormRow>
  );
}

function How({ form }: { form: FieldsForm }): ReactNode {
  const { t } = useTranslation('customers');
  const { type, sensitive } = form.values;
  const switches = [
    ['inLists', isShort(type) && !sensitive],
    ['unique', mayBeUnique(type) && !sensitive],
    ['sensitive', mayBeSensitive(type)],
  ] as const;
  return (
    <div className={classes.stack}>
      {switches
        .filter(([, possible]) => possible)
        .map(([fact]) => (
          <Switch
            key={fact}
            label={t(`fields.${fact}`)}
            description={t(`fields.${fact}About`)}
            {...form.getInputProps(fact, { type: 'checkbox' })}
          />
        ))}
    </div>
  );
}

const TONGUES = [
  ['en', 'English'],
  ['zh-CN', '\u7b80\u4f53\u4e2d\u6587'],
  ['zh-TW', '\u7e41\u9ad4\u4e2d\u6587'],
] as const;

function Names({ form }: { form: FieldsForm }): ReactNode {
  const { t } = useTranslation('customers');
  return (
    <FormRow title={t('fields.moreNames')} about={t('fields.moreNamesAbout')}>
      {TONGUES.map(([tongue, label]) => (
        <TextInput key={tongue} label={label} maxLength={60} {...form.getInputProps(`names.${tongue}`)} />
      ))}
    </FormRow>
  );
}

function HideButton({ field, onDone }: { field: FieldView; onDone: () => void }): ReactNode {
  const { t } = useTranslation('customers');
  const { id, name } = field;
  const remove = useFieldChange(api.fields.remove.mutationOptions());
  const restore = useFieldChange(api.fields.restore.mutationOptions());
  const hide = async () => {
    await remove.mutateAsync({ id });
    onDone();
    toastWithUndo(t('fields.removedNow', { name }), () => restore.mutate({ id }));
  };
  return (
    <div>
      <Button
        variant="subtle"
        color="seal"
        loading={remove.isPending}
        onClick={() => void hide().catch(() => undefined)}
      >
        {t('fields.remove')}
      </Button>
    </div>
  );
}

function errorsOf(error: unknown): Record<string, string> {
  if (!isApiError(error)) return fieldErrors(error);
  const path = (error.data as { path?: unknown } | undefined)?.path;
  return typeof path === 'string' ? { ...fieldErrors(error), [path]: error.message } : fieldErrors(error);
}
