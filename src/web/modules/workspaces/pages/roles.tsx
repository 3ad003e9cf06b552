import { Button, Select, Switch, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useMutation } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { isBuiltIn, roles as builtIn, type Role } from '../../../../modules/workspaces/rules/roles.ts';
import { useMay } from '../../../api/session.ts';
import { ConfirmDialog } from '../../../kit/confirm-dialog.tsx';
import { Form } from '../../../kit/form.tsx';
import { SideDrawer } from '../../../kit/side-drawer.tsx';
import { Card } from '../../../kit/surface.tsx';
import { toast } from '../../../kit/toast.tsx';
import { api, type RoleView } from '../api.ts';
import doorClasses from '../parts/door.module.css';
import { problemsOf } from '../parts/problems.ts';
import classes from '../parts/rights.module.css';
import { RoleGrid, type RoleDraft } from '../parts/role-grid.tsx';
import { useAfterChange, useRoles } from '../parts/use-team.ts';

export function RolesPage(): ReactNode {
  const { t } = useTranslation('workspaces');
  const manages = useMay('members.manage');
  const { roles } = useRoles();
  const [chosen, setChosen] = useState<string>('clerk');
  const [making, setMaking] = useState(false);
  const role = roles.find((one) => one.role === chosen) ?? roles.at(-1);
  return (
    <div className={doorClasses.stack}>
      <Card
        heading={t('settings.roles.title')}
        end={manages && <Button onClick={() => setMaking(true)}>{t('roleEditor.make')}</Button>}
      >
        <p className={doorClasses.about}>{t('roleEditor.about')}</p>
        <ul className={classes.roles}>
          {roles.map((one) => (
            <li key={one.role}>
              <button
                type="button"
                className={classes.role}
                aria-pressed={one.role === role?.role}
                onClick={() => setChosen(one.role)}
              >
                {one.name}
                <small>{one.about}</small>
                <small>
                  {[t('roleEditor.used', { count: one.used }), one.secondStep && t('secondStep.tag')]
                    .filter(Boolean)
                    .join(' · ')}
                </small>
              </button>
            </li>
          ))}
        </ul>
      </Card>
      {role && <RoleCard key={`${role.role} ${role.version}`} role={role} manages={manages} onGone={setChosen} />}
      <SideDrawer opened={making} onClose={() => setMaking(false)} title={t('roleEditor.make')}>
        {making && (
          <NewRole
            base={role?.base ?? 'clerk'}
            onMade={(made) => {
              setMaking(false);
              setChosen(made);
            }}
          />
        )}
      </SideDrawer>
    </div>
  );
}

interface CardProps {
  role: RoleView;
  manages: boolean;
  onGone: (next: string) => void;
}

function RoleCard({ role, manages, onGone }: CardProps): ReactNode {
  const { t } = useTranslation('workspaces');
  const before: RoleDraft = { grants: role.grants, fields: role.fields };
  const [draft, setDraft] = useState<RoleDraft>(before);
  const [asking, setAsking] = useState(false);
  const [name, setName] = useState(role.name);
  const after = useAfterChange();
  const change = useMutation(
    api.roles.change.mutationOptions({
      ...after,
      onSuccess: async () => {
        await after.onSuccess();
        toast(t('roleEditor.saved'));
      },
    }),
  );
  const remove = useMutation(api.roles.remove.mutationOptions({ ...after, onSuccess: after.onSuccess }));
  const own = manages && !role.builtIn && role.givable;
  const changed = name.trim() !== role.name || JSON.stringify(draft) !== JSON.stringify(before);
  const id = role.role;
  return (
    <Card heading={role.name} note={role.builtIn ? t('roleEditor.builtIn') : role.about}>
      {own && (
        <TextInput label={t('groups.name')} value={name} onChange={(event) => setName(event.target.value)} mb={16} />
      )}
      {manages && role.givable && <SecondStep role={role} />}
      <RoleGrid draft={draft} {...(own ? { onChange: setDraft } : {})} />
      {own && (
        <div className={classes.bar}>
          <Button variant="default" disabled={role.used > 0} onClick={() => setAsking(true)}>
            {t('roleEditor.remove')}
          </Button>
          <Button
            disabled={!changed || name.trim() === ''}
            loading={change.isPending}
            onClick={() => change.mutate({ id, version: role.version, name: name.trim(), ...draft })}
          >
            {t('members.save')}
          </Button>
        </div>
      )}
      <ConfirmDialog
        opened={asking}
        onClose={() => setAsking(false)}
        title={t('roleEditor.removeTitle', { name: role.name })}
        confirm={t('roleEditor.remove')}
        grave
        onConfirm={async () => {
          await remove.mutateAsync({ id });
          onGone(role.base);
        }}
      >
        {t('roleEditor.removeAbout')}
      </ConfirmDialog>
    </Card>
  );
}

function SecondStep({ role }: { role: RoleView }): ReactNode {
  const { t } = useTranslation('workspaces');
  const require = useMutation(api.roles.requireSecondStep.mutationOptions(useAfterChange()));
  return (
    <Switch
      mb={16}
      label={t('secondStep.required')}
      description={t('secondStep.requiredAbout')}
      checked={role.secondStep}
      disabled={require.isPending}
      onChange={(event) => require.mutate({ role: role.role, required: event.currentTarget.checked })}
    />
  );
}

function NewRole({ base, onMade }: { base: Role; onMade: (role: string) => void }): ReactNode {
  const { t } = useTranslation('workspaces');
  const { roles } = useRoles();
  const after = useAfterChange();
  const form = useForm<{ name: string; base: Role }>({
    initialValues: { name: '', base },
    validate: { name: (value) => (value.trim() ? null : t('door.fillIn')) },
  });
  const make = useMutation(
    api.roles.create.mutationOptions({
      onSuccess: async (made) => {
        await after.onSuccess();
        onMade(made.role);
      },
      onError: (error) => {
        const { fields, whole } = problemsOf(error, ['name', 'base'], t('door.away'));
        form.setErrors(whole === undefined ? fields : { base: whole });
      },
    }),
  );
  const choices = roles
    .filter(({ role }) => isBuiltIn(role))
    .map(({ role, name, givable }) => ({ value: role, label: name, disabled: !givable }));
  return (
    <Form
      submit={t('roleEditor.create')}
      busy={make.isPending}
      onSubmit={form.onSubmit((values) => make.mutate(values))}
    >
      <TextInput label={t('groups.name')} placeholder={t('roleEditor.example')} {...form.getInputProps('name')} />
      <Select
        label={t('roleEditor.base')}
        description={t('roleEditor.baseAbout')}
        data={choices.length > 0 ? choices : [...builtIn]}
        allowDeselect={false}
        {...form.getInputProps('base')}
      />
    </Form>
  );
}
