import process from 'node:process';
import { supervise, type SuperviseOptions } from '../supervise.ts';

/** A small server application: owns the data directory named in its argument until SIGTERM. */
const options = JSON.parse(process.argv[2] ?? '{}') as SuperviseOptions;
try {
  const running = await supervise(options);
  process.once('SIGTERM', () => void running.stop());
  tell({ connection: running.connection, adopted: running.adopted });
} catch (error) {
  tell({
    error: error instanceof Error ? error.message : String(error),
    name: error instanceof Error ? error.name : '',
  });
}

function tell(report: object) {
  process.stdout.write(`${JSON.stringify(report)}\n`);
}
