import { NumberInput, PasswordInput, Select, Switch, Textarea, TextInput } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Asked, Values } from './channel-kinds.ts';
import { MemberField } from './member-field.tsx';

interface FieldProps {
  asked: Asked;
  value: Values[string];
  /** A secret that is there already and stays unless a new one is given. */
  kept: boolean;
  onChange: (value: Values[string]) => void;
}

/** One thing that a provider wants to know. */
export function ChannelField({ asked: { name, as }, value, kept, onChange }: FieldProps): ReactNode {
  const { t } = useTranslation('care');
  const label = t(`channel.${name}`);
  const placeholder = kept ? t('channel.kept') : undefined;
  if (as === 'number')
    return (
      <NumberInput
        label={label}
        min={1}
        max={65_535}
        allowDecimal={false}
        value={Number(value)}
        onChange={(next) => onChange(Number(next))}
      />
    );
  if (as === 'switch')
    return (
      <Switch label={label} checked={value === true} onChange={(event) => onChange(event.currentTarget.checked)} />
    );
  if (as === 'days')
    return (
      <NumberInput
        label={label}
        min={0}
        max={60}
        allowDecimal={false}
        value={Number(value)}
        onChange={(next) => onChange(Number(next))}
      />
    );
  if (as === 'member') return <MemberField label={label} value={String(value)} onChange={onChange} />;
  if (as === 'mode')
    return (
      <Select
        label={label}
        data={(['template', 'subscription'] as const).map((one) => ({ value: one, label: t(`channel.modes.${one}`) }))}
        value={String(value)}
        allowDeselect={false}
        onChange={(next) => onChange(next ?? 'template')}
      />
    );
  if (as === 'secret')
    return (
      <PasswordInput
        label={label}
        placeholder={placeholder}
        autoComplete="off"
        value={String(value)}
        visibilityToggleButtonProps={{ 'aria-label': t('channel.show', { field: label }) }}
        onChange={(event) => onChange(event.currentTarget.value)}
      />
    );
  if (as === 'key')
    return (
      <Textarea
        label={label}
        placeholder={placeholder}
        autosize
        minRows={2}
        maxRows={6}
        value={String(value)}
        onChange={(event) => onChange(event.currentTarget.value)}
      />
    );
  return <TextInput label={label} value={String(value)} onChange={(event) => onChange(event.currentTarget.value)} />;
}
