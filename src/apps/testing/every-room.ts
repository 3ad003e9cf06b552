// Loaded before the test files that share a process: what one file's imports register would else be there or not by the order of the files.
import '../modules.ts';
