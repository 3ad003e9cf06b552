import { useMediaQuery } from '@mantine/hooks';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { birthdayText } from '../../../kit/birthday.ts';
import { ErrorState } from '../../../kit/error-state.tsx';
import { lunarDayOf } from '../../../kit/formats.ts';
import { PageHead } from '../../../kit/page-head.tsx';
import { CardSkeleton, Waiting } from '../../../kit/skeletons.tsx';
import { Columns } from '../../../kit/surface.tsx';
import { useFormats } from '../../../kit/use-formats.ts';
import { Panels, usePanels } from '../../../shell/panels.tsx';
import type { Desk } from '../api.ts';
import { Cards } from '../parts/cards.tsx';
import { DeskHead } from '../parts/desk-head.tsx';
import { DoneToday } from '../parts/done-today.tsx';
import { NothingLeft, Start } from '../parts/empty.tsx';
import { Notices } from '../parts/notices.tsx';
import { useDesk, type DeskView } from '../parts/use-desk.ts';
import classes from '../parts/today.module.css';

/** The care desk: one card per customer, the reason, the words, one tap. */
export function TodayPage(): ReactNode {
  const { t, i18n } = useTranslation('today');
  const f = useFormats();
  const [view, setView] = useState<DeskView>({ whose: 'all', beyond: false });
  const { data: desk, error, refetch } = useDesk(view);
  const day = desk?.day ?? f.settings.today;
  const lunar = i18n.language === 'en' ? [] : [birthdayText({ calendar: 'lunar', ...lunarDayOf(day) }, t)];
  return (
    <>
      <PageHead title={t('menu.today')} note={[f.longDate(day), ...lunar].join(' · ')} />
      {desk ? (
        <Filled desk={desk} view={view} onView={setView} />
      ) : error ? (
        <ErrorState error={error} retry={() => void refetch()} />
      ) : (
        <Waiting>
          <CardSkeleton lines={2} />
          <CardSkeleton lines={5} />
          <CardSkeleton lines={5} />
        </Waiting>
      )}
    </>
  );
}

/** What asks oneself before the customers: notices, and tasks of the day. */
function Own({ desk }: { desk: Desk }): ReactNode {
  return (
    <>
      <Notices notices={desk.notices} />
      {desk.tasks.length > 0 && <Panels place="today.tasks" tasks={desk.tasks} />}
    </>
  );
}

interface FilledProps {
  desk: Desk;
  view: DeskView;
  onView: (view: DeskView) => void;
}

function Filled({ desk, view, onView }: FilledProps): ReactNode {
  const wide = useMediaQuery('(min-width: 1000px)', undefined, { getInitialValueInEffect: false });
  const asides = usePanels('today.aside').length > 0;
  const [wanted, setWanted] = useState<string | null>(null);
  if (!desk.hasCustomers)
    return (
      <>
        <Own desk={desk} />
        <Start />
      </>
    );
  const chosen = desk.cards.find((card) => card.id === wanted) ?? desk.cards[0];
  const beyond = () => onView({ ...view, beyond: true });
  return (
    <>
      <Panels place="today.strip" fallback={<CardSkeleton lines={2} />} />
      <Columns
        right={
          wide && asides && chosen ? (
            <div className={classes.aside} key={chosen.id}>
              <Panels place="today.aside" customerId={chosen.id} />
            </div>
          ) : undefined
        }
      >
        <Own desk={desk} />
        <DeskHead desk={desk} view={view} onView={onView} />
        {chosen ? (
          <Cards desk={desk} chosen={chosen} onChoose={setWanted} onBeyond={beyond} />
        ) : (
          <NothingLeft desk={desk} onBeyond={beyond} />
        )}
        <DoneToday />
      </Columns>
    </>
  );
}
