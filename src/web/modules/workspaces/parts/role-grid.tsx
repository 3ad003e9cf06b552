import { SegmentedControl } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { fieldReaches, scopes, type FieldReach, type Scope } from '../../../../kernel/access.ts';
import { catalogue, guardedFields, knownRights, rightGroups } from '../../../../modules/workspaces/rules/catalogue.ts';
import classes from './rights.module.css';

export interface RoleDraft {
  grants: Record<string, Scope>;
  fields: Record<string, FieldReach>;
}

interface Props {
  draft: RoleDraft;
  /** Absent: to look at only. */
  onChange?: (draft: RoleDraft) => void;
}

const SENSITIVE = 'customers.sensitive';

/** Every right with how far it reaches, and every guarded field with how much is seen. */
export function RoleGrid({ draft, onChange }: Props): ReactNode {
  const { t } = useTranslation('workspaces');
  const grant = (right: string, scope: string) => {
    const { [right]: _before, ...rest } = draft.grants;
    onChange?.({ ...draft, grants: scope === 'none' ? rest : { ...rest, [right]: scope as Scope } });
  };
  const show = (field: string, reach: string) =>
    onChange?.({ ...draft, fields: { ...draft.fields, [field]: reach as FieldReach } });
  return (
    <div>
      {rightGroups.map((group) => (
        <fieldset key={group} className={classes.group}>
          <legend>{t(`rightGroup.${group}`)}</legend>
          {knownRights
            .filter((right) => catalogue[right].group === group)
            .map((right) => (
              <Row
                key={right}
                label={t(`rights.${right}`)}
                value={draft.grants[right] ?? 'none'}
                options={
                  'rows' in catalogue[right]
                    ? ['none', ...scopes].map((value) => ({ value, label: t(`scope.${value}`) }))
                    : [
                        { value: 'none', label: t('scope.no') },
                        { value: 'all', label: t('scope.yes') },
                      ]
                }
                onChange={onChange && ((value) => grant(right, value))}
              />
            ))}
        </fieldset>
      ))}
      <fieldset className={classes.group}>
        <legend>{t('roleEditor.fields')}</legend>
        <p className={classes.about}>{t('reachAbout.mask')}</p>
        {guardedFields.map((field) => (
          <Row
            key={field}
            label={t(`fields.${field}`)}
            value={draft.fields[field] ?? (field === SENSITIVE ? 'mask' : 'edit')}
            options={fieldReaches.map((value) => ({ value, label: t(`reach.${value}`) }))}
            onChange={onChange && ((value) => show(field, value))}
          />
        ))}
      </fieldset>
    </div>
  );
}

interface RowProps {
  label: string;
  value: string;
  options: { value: string; label: string }[];
  onChange: ((value: string) => void) | undefined;
}

function Row({ label, value, options, onChange }: RowProps): ReactNode {
  return (
    <div className={classes.right}>
      <span>{label}</span>
      <SegmentedControl
        className={classes.scale}
        aria-label={label}
        data={options}
        value={value}
        readOnly={!onChange}
        withItemsBorders={false}
        fullWidth
        onChange={(next) => onChange?.(next)}
      />
    </div>
  );
}
