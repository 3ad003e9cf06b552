import { MantineProvider } from '@mantine/core';
import { DatesProvider } from '@mantine/dates';
import { useMediaQuery } from '@mantine/hooks';
import { Notifications } from '@mantine/notifications';
import { QueryClientProvider, useQuery } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { useEffect, useMemo, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { sessionQuery } from '../api/session.ts';
import { createFormats } from '../kit/formats.ts';
import { PHONE } from '../kit/phone.ts';
import { theme } from '../kit/theme.ts';
import { FormatsProvider } from '../kit/use-formats.ts';
import { followNavigation } from './focus.ts';
import { hasChosenLanguage, speak } from './i18n.ts';
import { webModules } from './modules.ts';
import { ModulesProvider } from './panels.tsx';
import { buildQueries, forgetSession } from './queries.ts';
import { buildRouter } from './router.tsx';

const queries = buildQueries(() => void forgetSession(queries).then(() => router.invalidate()));
const router = buildRouter(webModules, queries);
followNavigation(router);

export function App(): ReactNode {
  return (
    <MantineProvider theme={theme} defaultColorScheme="auto" withCssVariables={false} withGlobalClasses={false}>
      <QueryClientProvider client={queries}>
        <ModulesProvider value={webModules}>
          <Localised>
            <Toasts />
            <RouterProvider router={router} />
          </Localised>
        </ModulesProvider>
      </QueryClientProvider>
    </MantineProvider>
  );
}

/** On the phone above: below stand the buttons that are pressed next. */
function Toasts(): ReactNode {
  const phone = useMediaQuery(PHONE, undefined, { getInitialValueInEffect: false });
  return <Notifications position={phone ? 'top-center' : 'bottom-center'} limit={3} />;
}

function Localised({ children }: { children: ReactNode }): ReactNode {
  const { i18n } = useTranslation();
  const { data: session } = useQuery(sessionQuery);
  const own = session?.user?.language;
  useEffect(() => {
    if (own && !hasChosenLanguage()) void speak(own);
  }, [own]);

  const { zone, baseCurrency, today } = session?.workspace ?? { zone: 'UTC', baseCurrency: 'CNY', today: '1970-01-01' };
  const formats = useMemo(
    () => createFormats({ language: i18n.language, zone, baseCurrency, today }),
    [i18n.language, zone, baseCurrency, today],
  );
  return (
    <DatesProvider settings={{ locale: i18n.language.toLowerCase(), firstDayOfWeek: 1 }}>
      <FormatsProvider value={formats}>{children}</FormatsProvider>
    </DatesProvider>
  );
}
