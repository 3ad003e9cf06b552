import { createContext, use } from 'react';
import { createFormats, type Formats } from './formats.ts';

const FormatsContext = createContext<Formats>(
  createFormats({ language: 'zh-CN', zone: 'UTC', baseCurrency: 'CNY', today: '1970-01-01' }),
);

/** Filled by the shell from the session; pages only read it. */
export const FormatsProvider = FormatsContext.Provider;

export function useFormats(): Formats {
  return use(FormatsContext);
}
