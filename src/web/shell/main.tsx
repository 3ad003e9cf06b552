import 'virtual:mantine.css';
import 'virtual:theme.css';
import '../kit/base.css';
import '@mantine/notifications/styles.layer.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { watchNetwork } from '../api/connection.ts';
import { App } from './app.tsx';
import { startWords } from './i18n.ts';
import { watchMissingCode } from './missing-code.ts';
import { watchForUpdates } from './updates.ts';

watchNetwork();
watchMissingCode();
watchForUpdates();
await startWords();
createRoot(document.getElementById('root') as HTMLElement).render(
  <StrictMode>
    <App />
  </StrictMode>,
);
