import { parseArgs } from 'node:util';
import { commands } from './cli/commands.ts';
import { WrongUsage, type Command } from './cli/command.ts';
import { readConfig } from '../kernel/config.ts';
import { plainSentence } from './plain-sentence.ts';

// The last net: whatever nobody caught ends in one sentence, too.
process.on('uncaughtException', (error) => {
  process.stderr.write(`${plainSentence(error)}\n`);
  process.exit(1);
});

process.exitCode = await main(process.argv.slice(2));

/** Exit codes: 0 done, 1 failed with a plain sentence on stderr, 2 wrong usage. */
async function main(argv: string[]): Promise<number> {
  const found = commandFor(argv);
  if (!found) {
    const asked = argv.length === 0 || argv[0] === '--help' || argv[0] === 'help';
    if (asked) process.stdout.write(overview());
    else process.stderr.write(`There is no command "${argv.join(' ')}".\n\n${overview()}`);
    return asked ? 0 : 2;
  }
  const { command, rest } = found;
  try {
    const { values, positionals } = parse(command, rest);
    if (values['help']) {
      process.stdout.write(`${command.summary}\n\nregulars ${command.usage}\n`);
      return 0;
    }
    const json = values['json'] === true;
    const say = (line: string) => void (json || process.stdout.write(`${line}\n`));
    // A wrong setting is said at once, before the product is loaded.
    readConfig();
    const run = await command.load();
    const answer = await run({ words: positionals, flags: values as Record<string, string | boolean>, say });
    if (json) process.stdout.write(`${JSON.stringify(answer ?? {}, (_key, value) => plain(value))}\n`);
    return 0;
  } catch (error) {
    const wrong = error instanceof WrongUsage || isParseError(error);
    // What Node says of a wrong option goes on with advice about Node.
    const sentence = isParseError(error) ? plainSentence(error).split('. ')[0] : plainSentence(error);
    process.stderr.write(`${sentence}${wrong ? `\nregulars ${command.usage}` : ''}\n`);
    return wrong ? 2 : 1;
  }
}

function commandFor(argv: string[]): { command: Command; rest: string[] } | undefined {
  for (const length of [2, 1]) {
    const command = commands[argv.slice(0, length).join(' ')];
    if (command) return { command, rest: argv.slice(length) };
  }
  return undefined;
}

function parse(command: Command, args: string[]) {
  const common = { help: { type: 'boolean' }, json: { type: 'boolean' } } as const;
  return parseArgs({ args, options: { ...common, ...command.options }, allowPositionals: true, strict: true });
}

function isParseError(error: unknown): boolean {
  return String((error as { code?: unknown }).code ?? '').startsWith('ERR_PARSE_ARGS');
}

function plain(value: unknown): unknown {
  return typeof value === 'bigint' ? value.toString() : value;
}

function overview(): string {
  const width = Math.max(...Object.values(commands).map((command) => command.usage.length));
  const lines = Object.values(commands).map((command) => `  ${command.usage.padEnd(width)}  ${command.summary}`);
  return `regulars <command>\n\n${lines.join('\n')}\n\nEvery command: --help, --json.\n`;
}
