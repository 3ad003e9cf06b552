import { afterAll } from 'vitest';
import { closeAll } from './when-file-ends.ts';

// Vitest runs this before each test file.
afterAll(closeAll);
