import { PasswordInput, type PasswordInputProps } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';

/** A password with the eye that shows it. */
export function PasswordField(props: PasswordInputProps): ReactNode {
  const { t } = useTranslation('kit');
  return <PasswordInput {...props} visibilityToggleButtonProps={{ 'aria-label': t('showPassword'), tabIndex: 0 }} />;
}
