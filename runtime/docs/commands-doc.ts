import { type Block, type Doc, heading, text } from './doc.ts';

/** A command as its own definition tells it. */
export interface CommandDoc {
  /** With the words before it: `data import`. */
  readonly name: string;
  readonly description: string;
  readonly arguments: readonly CommandPart[];
  readonly options: readonly CommandPart[];
}

/** An argument or an option, as it is written on a command line. */
export interface CommandPart {
  readonly written: string;
  readonly description: string;
  readonly isRequired: boolean;
  readonly choices?: readonly string[];
}

/** The reference of the command line. */
export function commandsDoc(commands: readonly CommandDoc[]): Doc {
  return {
    path: 'cli',
    title: 'Command line',
    group: 'Working with it',
    summary: 'Every command of `formwork` with its arguments and options.',
    blocks: [
      text(
        'Results go to standard output, as JSON with `--json`; everything else to standard error. `--help` works on every',
        'level. Exit codes: 0 done, 1 problems found, 2 wrong usage, 3 could not reach or run.',
      ),
      ...commands.flatMap(commandBlocks),
    ],
  };
}

function commandBlocks({ name, description, arguments: args, options }: CommandDoc): Block[] {
  const parts = [...args, ...options];
  const usage = ['npx formwork', name, ...args.map(({ written }) => written), ...(options.length ? ['[options]'] : [])];
  return [
    heading(2, `\`${name}\``, name.replaceAll(' ', '-')),
    text(description),
    { kind: 'code', language: 'sh', code: usage.join(' ') },
    ...(parts.length === 0
      ? []
      : [
          {
            kind: 'properties',
            items: parts.map((part) => ({
              id: `${name} ${part.written.replaceAll(/[^a-z-]+/gi, '-')}`.replaceAll(' ', '-'),
              name: part.written,
              type: part.choices === undefined ? '' : `one of ${part.choices.map((each) => `\`${each}\``).join(', ')}`,
              isRequired: part.isRequired,
              description: part.description,
            })),
          } as const,
        ]),
  ];
}
