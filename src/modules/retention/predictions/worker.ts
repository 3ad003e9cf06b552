import { parentPort, workerData } from 'node:worker_threads';
import { assess } from './rules/assess.ts';
import type { Shop } from './rules/buyers.ts';

parentPort?.postMessage(assess(workerData as Shop), []);
