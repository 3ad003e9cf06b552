import { calendarContract } from './calendar/contract.ts';
import { distributionContract } from './distribution/contract.ts';
import { handOverContract } from './hand-over/contract.ts';
import { remindersContract } from './reminders/contract.ts';
import { resultsContract } from './results/contract.ts';
import { trainingContract } from './training/contract.ts';
import { tasksContract } from './tasks/contract.ts';

export const contract = {
  tasks: tasksContract,
  reminders: remindersContract,
  calendar: calendarContract,
  training: trainingContract,
  results: resultsContract,
  distribution: distributionContract,
  handOver: handOverContract,
};
