import { z } from 'zod';
import { job } from '../../kernel/jobs/jobs.ts';
import { decideJob } from './campaigns/decide-winner.ts';
import { beginJob } from './campaigns/run-campaign.ts';
import { eventsNightJob } from './events/night.ts';
import { callJob } from './journeys/calls.ts';
import { nightJob, rouseJob } from './journeys/night.ts';
import { walkJob } from './journeys/walk.ts';
import { prepareDue } from './greetings/greetings.ts';
import { lookAgain } from './mailbox/mailbox.ts';
import { mailboxJob } from './mailbox/read-mailbox.ts';
import { freezeJob } from './sending/freeze.ts';
import { sendJob } from './sending/machine.ts';
import { wakeAll } from './sending/sendings.ts';

/** After a power cut what was on its way goes on at once, not when the queue misses the process that died. */
const wakeJob = job('care.wake', z.unknown(), (ctx) => wakeAll(ctx), { nightly: true, atStart: true });

const greetingsJob = job('care.greetings', z.unknown(), (ctx) => prepareDue(ctx), { nightly: true });

/** Rounds through the mailbox follow each other; after a power cut, and each night, they begin anew. */
const lookJob = job('care.look', z.unknown(), (ctx) => lookAgain(ctx), { nightly: true, atStart: true });

export const jobs = [
  sendJob,
  freezeJob,
  beginJob,
  decideJob,
  wakeJob,
  greetingsJob,
  walkJob,
  callJob,
  nightJob,
  rouseJob,
  eventsNightJob,
  mailboxJob,
  lookJob,
];
