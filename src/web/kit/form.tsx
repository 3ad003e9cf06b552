import { Button } from '@mantine/core';
import type { FormEvent, ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import classes from './form.module.css';

interface FormProps {
  onSubmit: (event?: FormEvent<HTMLFormElement>) => void;
  /** The verb on the button. */
  submit: string;
  busy?: boolean;
  onCancel?: () => void;
  /** A refusal that belongs to no field, in the server's words. */
  problem?: ReactNode;
  children: ReactNode;
}

/** A form of rows with its buttons at the end; `onSubmit={form.onSubmit(save)}` of @mantine/form fits. */
export function Form({ onSubmit, submit, busy, onCancel, problem, children }: FormProps): ReactNode {
  const { t } = useTranslation('kit');
  return (
    <form className={classes.form} onSubmit={onSubmit} noValidate>
      {children}
      {problem !== undefined && problem !== null && (
        <p className={classes.problem} role="alert">
          {problem}
        </p>
      )}
      <div className={classes.actions}>
        {onCancel && (
          <Button variant="default" onClick={onCancel} disabled={busy}>
            {t('cancel')}
          </Button>
        )}
        <Button type="submit" loading={busy}>
          {submit}
        </Button>
      </div>
    </form>
  );
}

interface FormRowProps {
  /** A heading for the fields of this row; single fields carry their own label. */
  title?: string;
  /** Why it is asked, or what it does. */
  about?: ReactNode;
  children: ReactNode;
}

/** Fields that belong together, side by side where there is room. */
export function FormRow({ title, about, children }: FormRowProps): ReactNode {
  if (title === undefined) return <div className={classes.fields}>{children}</div>;
  return (
    <fieldset className={classes.row}>
      <legend className={classes.title}>{title}</legend>
      {about !== undefined && <p className={classes.about}>{about}</p>}
      <div className={classes.fields}>{children}</div>
    </fieldset>
  );
}
