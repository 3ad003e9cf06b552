import { ActionIcon, Button } from '@mantine/core';
import { IconPencil, IconPlus } from '@tabler/icons-react';
import { useState, type FormEvent, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { isRequired } from '../../../../../modules/customers/fields/rules/field.ts';
import { isApiError } from '../../../../api/errors.ts';
import { Card } from '../../../../kit/surface.tsx';
import { useFormats } from '../../../../kit/use-formats.ts';
import type { CustomerCard, FieldView } from '../../api.ts';
import { RevealValue } from '../privacy/reveal-value.tsx';
import { useChange } from '../use-change.ts';
import { Agreed, FieldInput } from './field-input.tsx';
import { FieldValue } from './field-value.tsx';
import classes from './fields.module.css';
import { consentOf } from './own-draft.ts';
import { consentFor, COVERED, groupsOf, nameIn, useFields, type Value } from './use-fields.ts';

/** The business's own fields, one card per section, each value edited where it stands. */
export function FieldsCards({ card }: { card: CustomerCard }): ReactNode {
  const { t } = useTranslation('customers');
  const layout = useFields();
  return groupsOf(layout, card).map(({ id, name, fields }) => (
    <Card key={id ?? 'none'} heading={name || t('fields.more')}>
      <ul className={classes.rows}>
        {fields.map((field) => (
          <FieldRow key={field.id} card={card} field={field} />
        ))}
      </ul>
    </Card>
  ));
}

function FieldRow({ card, field }: { card: CustomerCard; field: FieldView }): ReactNode {
  const { t, i18n } = useTranslation('customers');
  const f = useFormats();
  const [editing, setEditing] = useState(false);
  const value = card.custom[field.key];
  const empty = value === undefined || value === null;
  const name = nameIn(field, i18n.language);
  const since = card.confirmedOn[`custom.${field.key}`];
  const may = card.may.edit && (field.reach === 'edit' || field.reach === 'mask');
  if (editing) return <Editor card={card} field={field} onDone={() => setEditing(false)} />;
  const edit = () => setEditing(true);
  return (
    <li className={classes.row}>
      <span className={classes.label}>{name}</span>
      <span className={classes.value} {...(since && !empty ? { title: t('card.old', { age: f.age(since) }) } : {})}>
        {value === COVERED ? (
          <CoveredField card={card} field={field} name={name} />
        ) : (
          <FieldValue field={field} value={value} customerId={card.id} />
        )}
        {empty && isRequired(field, card) && <span className={classes.needed}>{t('fields.needed')}</span>}
      </span>
      {may && (
        <ActionIcon
          className={classes.edit ?? ''}
          variant="subtle"
          size="sm"
          onClick={edit}
          aria-label={t(empty ? 'fields.addNamed' : 'fields.editValue', { name })}
        >
          {empty ? <IconPlus size={15} stroke={1.7} /> : <IconPencil size={15} stroke={1.7} />}
        </ActionIcon>
      )}
    </li>
  );
}

function CoveredField({ card, field, name }: { card: CustomerCard; field: FieldView; name: string }): ReactNode {
  const print = (whole: unknown): ReactNode => {
    const shown = { field, value: whole as Value, customerId: card.id };
    return whole === null ? null : <FieldValue {...shown} />;
  };
  const place = `custom.${field.key}`;
  return <RevealValue customerId={card.id} field={place} name={name} covered={COVERED} print={print} />;
}

interface EditorProps {
  card: CustomerCard;
  field: FieldView;
  onDone: () => void;
}

function Editor({ card, field, onDone }: EditorProps): ReactNode {
  const { t } = useTranslation('customers');
  const { t: kit } = useTranslation('kit');
  const { busy, save } = useChange(card);
  const [value, setValue] = useState<Value | undefined>(card.custom[field.key]);
  const [agreed, setAgreed] = useState({ agreed: false, proof: '' });
  const [problem, setProblem] = useState<string>();
  const purpose = consentFor(field.key);
  const mustAgree = field.sensitive && !card.consents.some((one) => one.purpose === purpose && one.granted);
  const consents = mustAgree && agreed.agreed ? [consentOf(purpose, agreed.proof)] : [];
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setProblem(undefined);
    try {
      await save({ custom: { [field.key]: value ?? null }, ...(consents.length > 0 ? { consents } : {}) });
      onDone();
    } catch (error) {
      setProblem(isApiError(error) ? error.message : t('form.notSaved'));
    }
  };
  return (
    <li className={classes.editing}>
      <form
        onSubmit={(event) => void submit(event)}
        onKeyDown={(event) => event.key === 'Escape' && onDone()}
        noValidate
      >
        <FieldInput field={field} value={value} onChange={setValue} error={problem} customerId={card.id} autoFocus />
        {mustAgree && <Agreed {...agreed} onChange={(yes, proof) => setAgreed({ agreed: yes, proof })} />}
        <div className={classes.acts}>
          <Button size="compact-sm" variant="default" onClick={onDone} disabled={busy}>
            {kit('cancel')}
          </Button>
          <Button size="compact-sm" type="submit" loading={busy}>
            {t('fields.saveValue')}
          </Button>
        </div>
      </form>
    </li>
  );
}
