import { z } from 'zod';
import { job } from '../../../kernel/jobs/jobs.ts';
import { endRestrictions } from './consents/restrictions.ts';
import { tidyFiles } from './erasure/tidy-files.ts';
import { tellDue } from './requests/requests.ts';
import { runRules } from './retention/retention-rules.ts';

export const privacyNight = job(
  'customers.privacy-night',
  z.unknown(),
  async (ctx) => {
    await endRestrictions(ctx);
    await tellDue(ctx);
    await runRules(ctx);
    await tidyFiles(ctx);
  },
  { nightly: true },
);
