import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { isRequired } from '../../../../../modules/customers/fields/rules/field.ts';
import { FormRow } from '../../../../kit/form.tsx';
import type { CustomerCard } from '../../api.ts';
import { Agreed, FieldInput } from './field-input.tsx';
import type { OwnDraft } from './own-draft.ts';
import { consentFor, groupsOf, useFields, type Value } from './use-fields.ts';

interface OwnFieldsProps {
  draft: OwnDraft;
  onChange: (draft: OwnDraft) => void;
  customer: { kind: string; stage: string };
  card: CustomerCard | undefined;
  errors: Readonly<Record<string, ReactNode>>;
}

/** The form's part for the business's own fields, section by section. */
export function OwnFields({ draft, onChange, customer, card, errors }: OwnFieldsProps): ReactNode {
  const { t } = useTranslation('customers');
  const layout = useFields();
  const set = (key: string, value: Value) => onChange({ ...draft, values: { ...draft.values, [key]: value } });
  const agree = (key: string, agreed: boolean, proof: string) => {
    const { [key]: _old, ...rest } = draft.agreed;
    onChange({ ...draft, agreed: agreed ? { ...rest, [key]: proof } : rest });
  };
  return groupsOf(layout, customer).map(({ id, name, fields }) => (
    <FormRow key={id ?? 'none'} title={name || t('fields.more')}>
      {fields
        .filter(({ reach }) => reach === 'edit' || reach === 'mask')
        .map((field) => {
          const { key } = field;
          const value = key in draft.values ? draft.values[key] : card?.custom[key];
          const purpose = consentFor(key);
          const granted = card?.consents.some((one) => one.purpose === purpose && one.granted);
          const asks = field.sensitive && !granted && draft.values[key] !== undefined && draft.values[key] !== null;
          return (
            <div key={field.id}>
              <FieldInput
                field={field}
                value={value}
                onChange={(next) => set(key, next)}
                error={errors[`custom.${key}`]}
                required={isRequired(field, customer)}
                customerId={card?.id}
              />
              {asks && (
                <Agreed
                  agreed={key in draft.agreed}
                  proof={draft.agreed[key] ?? ''}
                  onChange={(agreed, proof) => agree(key, agreed, proof)}
                />
              )}
            </div>
          );
        })}
    </FormRow>
  ));
}
