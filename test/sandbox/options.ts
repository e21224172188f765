import { parseArgs } from 'node:util';
import { type PiperFault, piperFaults } from './contract.ts';

/** What `npm run sandbox` was asked for. */
export type Options = {
  help: boolean;
  script: boolean;
  log: boolean;
  port: number;
  fault: PiperFault;
};

export const help = `npm run sandbox [-- options]

Starts the bot with a Slack and a Piper on this machine, and a page to use them in.
Needs no accounts and no network. Nothing is kept: it starts from the seed data every time.

  --port <number>        where the page is (4000); 0 is any free port
  --script               does the main job without a page, prints what a person sees, and ends:
                         exit code 0 if it worked, 1 if not
  --piper-fault <fault>  Piper misbehaves from the start; one of:
                         ${lines(piperFaults, 60).join('\n                         ')}
  --log                  prints the bot's own log, too: JSON, a line each
  --help                 shows this
`;

/** Reads the command line; words that say what is wrong with it and what to do, if something is. */
export function readOptions(args: string[]): Options | string {
  try {
    const { values } = parseArgs({
      args,
      options: {
        port: { type: 'string', default: '4000' },
        script: { type: 'boolean', default: false },
        'piper-fault': { type: 'string', default: 'none' },
        log: { type: 'boolean', default: false },
        help: { type: 'boolean', short: 'h', default: false },
      },
    });
    const port = Number(values.port);
    if (!Number.isInteger(port) || port < 0 || port > 65_535) {
      return `"${values.port}" is no port. Give a number from 0 (any free one) to 65535.`;
    }
    const fault = piperFaults.find((one) => one === values['piper-fault']);
    if (!fault) {
      return `"${values['piper-fault']}" is no fault. Give one of: ${piperFaults.join(', ')}.`;
    }
    return { help: values.help, script: values.script, log: values.log, port, fault };
  } catch (error) {
    const problem = error instanceof Error ? error.message : String(error);
    return `${problem}\nSee what there is: npm run sandbox -- --help`;
  }
}

/** Words in lines of at most some width. */
function lines(words: readonly string[], width: number): string[] {
  const done = [''];
  for (const word of words) {
    const line = `${done.at(-1)} ${word}`.trim();
    if (line.length > width) done.push(word);
    else done[done.length - 1] = line;
  }
  return done;
}
