import type { ReactNode } from 'react';
import { Law } from '../parts/privacy/law.tsx';
import classes from '../parts/privacy/privacy.module.css';
import { Requests } from '../parts/privacy/requests.tsx';
import { Rules } from '../parts/privacy/rules.tsx';
import { Texts } from '../parts/privacy/texts.tsx';

/** Settings → Privacy: what people ask, what they agree to, how long they are kept. */
export function PrivacyPage(): ReactNode {
  return (
    <div className={classes.cards}>
      <Requests />
      <Texts />
      <Rules />
      <Law />
    </div>
  );
}
