import { Checkbox, TextInput } from '@mantine/core';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { isApiError } from '../../../../api/errors.ts';
import { Form } from '../../../../kit/form.tsx';
import { SideDrawer } from '../../../../kit/side-drawer.tsx';

interface ViewNameProps {
  opened: boolean;
  onClose: () => void;
  title: string;
  submit: string;
  name?: string;
  asksTab?: boolean;
  /** The drawer closes when it is done; a refusal stays in it. */
  onSubmit: (name: string, tab: boolean) => Promise<unknown>;
}

/** Asks what a view is to be called. */
export function ViewName({ opened, onClose, title, ...rest }: ViewNameProps): ReactNode {
  return (
    <SideDrawer opened={opened} onClose={onClose} title={title}>
      <NameForm {...rest} onClose={onClose} />
    </SideDrawer>
  );
}

function NameForm({ name, submit, asksTab, onSubmit, onClose }: Omit<ViewNameProps, 'opened' | 'title'>): ReactNode {
  const { t } = useTranslation('customers');
  const [typed, setTyped] = useState(name ?? '');
  const [tab, setTab] = useState(true);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string>();
  const save = async () => {
    setBusy(true);
    setProblem(undefined);
    try {
      await onSubmit(typed, tab);
      onClose();
    } catch (error) {
      setProblem(isApiError(error) ? error.message : t('views.notSaved'));
    }
    setBusy(false);
  };
  return (
    <Form
      submit={submit}
      busy={busy}
      problem={problem}
      onSubmit={(event) => {
        event?.preventDefault();
        if (!busy && typed.trim() !== '') void save();
      }}
    >
      <TextInput
        label={t('views.name')}
        placeholder={t('views.namePlaceholder')}
        value={typed}
        maxLength={60}
        required
        data-autofocus
        onChange={(event) => setTyped(event.currentTarget.value)}
      />
      {asksTab && (
        <Checkbox label={t('views.keepTab')} checked={tab} onChange={(event) => setTab(event.currentTarget.checked)} />
      )}
    </Form>
  );
}
