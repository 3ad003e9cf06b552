import { ActionIcon, Button, TextInput } from '@mantine/core';
import { IconGripVertical, IconLock, IconPencil, IconTrash } from '@tabler/icons-react';
import { useRef, useState, type KeyboardEvent, type PointerEvent, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { toast } from '../../../../kit/toast.tsx';
import { useFormats } from '../../../../kit/use-formats.ts';
import { api, type FieldLayout, type FieldUsage, type FieldView } from '../../api.ts';
import { placeOf, put, stepped, type Places } from './arrangement.ts';
import classes from './settings.module.css';
import { useArranging } from './use-arranging.ts';
import { useFieldChange } from './use-field-change.ts';
import { nameIn } from './use-fields.ts';

interface FieldListProps {
  layout: FieldLayout;
  usage: FieldUsage | undefined;
  onEdit: (field: FieldView) => void;
}

/** Sections and fields in the order of the card; moved by hand or by keys. */
export function FieldList({ layout, usage, onEdit }: FieldListProps): ReactNode {
  const { t } = useTranslation('customers');
  const { places, move } = useArranging(layout);
  const [said, setSaid] = useState('');
  const byId = new Map(layout.fields.map((field) => [field.id, field]));
  const moveTo = (field: FieldView, next: Places) => {
    if (next === places) return;
    move(next);
    setSaid(t('fields.moved', { name: field.name, ...placeOf(next, field.id) }));
  };
  const shown = places.filter(({ id, fields }) => id !== null || fields.length > 0 || layout.sections.length === 0);
  return (
    <>
      <p className={classes.said} role="status">
        {said}
      </p>
      {shown.map(({ id, fields }) => (
        <section key={id ?? 'none'} className={classes.section} data-section={id ?? ''}>
          <SectionHead section={layout.sections.find((one) => one.id === id)} alone={layout.sections.length === 0} />
          {fields.length === 0 && <p className={classes.empty}>{t('fields.emptySection')}</p>}
          <ul className={classes.list}>
            {fields.flatMap((fieldId) => {
              const field = byId.get(fieldId);
              if (!field) return [];
              return [
                <FieldLine
                  key={fieldId}
                  field={field}
                  usage={usage}
                  places={places}
                  onMove={(next) => moveTo(field, next)}
                  onEdit={() => onEdit(field)}
                />,
              ];
            })}
          </ul>
        </section>
      ))}
    </>
  );
}

interface FieldLineProps {
  field: FieldView;
  usage: FieldUsage | undefined;
  places: Places;
  onMove: (places: Places) => void;
  onEdit: () => void;
}

function FieldLine({ field, usage, places, onMove, onEdit }: FieldLineProps): ReactNode {
  const { t, i18n } = useTranslation('customers');
  const drag = useDrag(field.id, places, onMove);
  const name = nameIn(field, i18n.language);
  const keys = (event: KeyboardEvent) => {
    const step = event.key === 'ArrowUp' ? -1 : event.key === 'ArrowDown' ? 1 : 0;
    if (step === 0) return;
    event.preventDefault();
    onMove(stepped(places, field.id, step));
  };
  return (
    <li className={classes.line} data-field={field.id} data-dragged={drag.active || undefined}>
      <button
        type="button"
        className={classes.grip}
        aria-label={t('fields.move', { name })}
        onKeyDown={keys}
        {...drag.handlers}
      >
        <IconGripVertical size={18} stroke={1.6} aria-hidden="true" />
      </button>
      <button type="button" className={classes.open} onClick={onEdit} aria-label={t('fields.edit', { name })}>
        <span className={classes.name}>
          {name}
          {field.sensitive && <IconLock size={14} stroke={1.7} aria-label={t('fields.sensitive')} />}
        </span>
        <span className={classes.type}>
          {t(`fields.types.${field.type}`)}
          {!field.ready && ` · ${t('fields.preparing')}`}
        </span>
      </button>
      <Filled usage={usage} id={field.id} />
    </li>
  );
}

/** Filled by 812 of 1,200. */
export function Filled({ usage, id }: { usage: FieldUsage | undefined; id: string }): ReactNode {
  const { t } = useTranslation('customers');
  const f = useFormats();
  const filled = usage?.fields[id];
  if (!usage || !filled) return null;
  return (
    <span className={classes.filled} title={t('fields.filledLabel')}>
      {t('fields.filled', { filled: f.count(filled), customers: f.count(usage.customers) })}
    </span>
  );
}

/** By pointer, so that a finger drags as a mouse does; the line under the pointer says where it goes. */
function useDrag(field: string, places: Places, onMove: (places: Places) => void) {
  const [active, setActive] = useState(false);
  const last = useRef('');
  const over = (event: PointerEvent) => {
    const under = document.elementFromPoint(event.clientX, event.clientY);
    const section = under?.closest<HTMLElement>('[data-section]');
    if (!section) return;
    const line = under?.closest<HTMLElement>('[data-field]');
    if (line?.dataset['field'] === field) return;
    const id = section.dataset['section'] || null;
    const others = (places.find((one) => one.id === id)?.fields ?? []).filter((one) => one !== field);
    const at = line ? others.indexOf(line.dataset['field'] ?? '') : others.length;
    const box = line?.getBoundingClientRect();
    const to = box && event.clientY > box.top + box.height / 2 ? at + 1 : at;
    const place = `${id} ${to}`;
    if (place === last.current) return;
    last.current = place;
    onMove(put(places, field, id, to));
  };
  return {
    active,
    handlers: {
      onPointerDown: (event: PointerEvent<HTMLElement>) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        last.current = '';
        setActive(true);
      },
      onPointerMove: (event: PointerEvent) => active && over(event),
      onPointerUp: () => setActive(false),
      onPointerCancel: () => setActive(false),
    },
  };
}

type Section = FieldLayout['sections'][number];

function SectionHead({ section, alone }: { section: Section | undefined; alone: boolean }): ReactNode {
  const { t } = useTranslation('customers');
  const [naming, setNaming] = useState(false);
  const remove = useFieldChange(api.fields.sections.remove.mutationOptions());
  if (!section) return alone ? null : <h3 className={classes.sectionName}>{t('fields.noSection')}</h3>;
  const { id, name, version } = section;
  if (naming) {
    return <SectionName section={{ id, name, version }} onDone={() => setNaming(false)} />;
  }
  return (
    <div className={classes.sectionHead}>
      <h3 className={classes.sectionName}>{name}</h3>
      <ActionIcon variant="subtle" onClick={() => setNaming(true)} aria-label={t('fields.renameSection', { name })}>
        <IconPencil size={16} stroke={1.6} />
      </ActionIcon>
      <ActionIcon
        variant="subtle"
        loading={remove.isPending}
        onClick={() => remove.mutate({ id }, { onSuccess: () => toast(t('fields.sectionRemoved')) })}
        aria-label={t('fields.removeSection', { name })}
      >
        <IconTrash size={16} stroke={1.6} />
      </ActionIcon>
    </div>
  );
}

/** A new section, or another name for one. */
export function SectionName({ section, onDone }: { section?: Section; onDone: () => void }): ReactNode {
  const { t } = useTranslation('customers');
  const { t: kit } = useTranslation('kit');
  const [name, setName] = useState(section?.name ?? '');
  const add = useFieldChange(api.fields.sections.add.mutationOptions());
  const rename = useFieldChange(api.fields.sections.rename.mutationOptions());
  const save = () => {
    if (name.trim() === '') return;
    if (section) rename.mutate({ id: section.id, name, version: section.version }, { onSuccess: onDone });
    else add.mutate({ name }, { onSuccess: onDone });
  };
  return (
    <form
      className={classes.sectionForm}
      onSubmit={(event) => {
        event.preventDefault();
        save();
      }}
    >
      <TextInput
        aria-label={t('fields.sectionName')}
        placeholder={t('fields.sectionName')}
        value={name}
        maxLength={60}
        autoFocus
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <Button type="submit" loading={add.isPending || rename.isPending} disabled={name.trim() === ''}>
        {t(section ? 'fields.save' : 'fields.addSection')}
      </Button>
      <Button variant="default" onClick={onDone}>
        {kit('cancel')}
      </Button>
    </form>
  );
}
