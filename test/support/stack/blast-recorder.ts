import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { toolNames } from '../../../src/adapters/process/tool-locator.ts';

/** What the programs are for; each kind is counted, held and broken by itself. */
export type BlastWork = 'search' | 'format' | 'build';

const programsOf: Readonly<Record<BlastWork, readonly string[]>> = {
  search: [
    ...['blastn', 'blastp', 'blastx', 'tblastn', 'tblastx'],
    ...['psiblast', 'deltablast', 'rpsblast', 'rpstblastn'],
  ],
  format: ['blast_formatter'],
  build: ['makeblastdb'],
};
const passedThrough = ['blastdbcmd', 'blastdb_aliastool'];

/**
 * The real BLAST+ behind scripts that write down every call, and can be told to wait or to fail. Asking a program for
 * its version does not count as a call.
 */
export interface BlastRecorder {
  readonly directory: string;
  /** Calls started so far. */
  calls(work?: BlastWork): number;
  /** The arguments of each call so far, joined by blanks, in the order in which they were written down. */
  argumentsOf(work?: BlastWork): string[];
  /** Calls after the first `count` wait until `release`. */
  holdAfter(count: number, work?: BlastWork): void;
  release(): void;
  /** The next call dies by SIGSEGV. */
  crashOnce(work?: BlastWork): void;
  /** Every call fails with this exit status and message until `heal`. */
  failWith(exitCode: number, message: string, work?: BlastWork): void;
  heal(): void;
  /** Process ids of recorded calls that are alive. */
  alive(work?: BlastWork): number[];
}

export function createBlastRecorder(directory: string): BlastRecorder {
  const kinds = Object.keys(programsOf) as BlastWork[];
  const file = (work: BlastWork, name: string): string => join(directory, work, name);
  for (const work of kinds) {
    mkdirSync(join(directory, work), { recursive: true });
    writeFileSync(file(work, 'calls'), '');
    writeFileSync(file(work, 'arguments'), '');
    for (const program of programsOf[work]) {
      writeScript(join(directory, program), recordingScript(join(directory, work), program));
    }
  }
  for (const program of passedThrough) {
    writeScript(join(directory, program), `#!/bin/sh\nexec "${realPath(program)}" "$@"\n`);
  }
  const realPaths = Object.fromEntries(kinds.map((work) => [work, programsOf[work].map(realPath)])) as Record<
    BlastWork,
    string[]
  >;
  const lines = (work: BlastWork, name: string): string[] =>
    readFileSync(file(work, name), 'utf8').split('\n').filter(Boolean);
  const pids = (work: BlastWork): number[] => lines(work, 'calls').map(Number);
  const remove = (name: string): void => {
    for (const work of kinds) rmSync(file(work, name), { force: true });
  };
  return {
    directory,
    calls: (work = 'search') => pids(work).length,
    argumentsOf: (work = 'search') => lines(work, 'arguments'),
    alive: (work = 'search') => pids(work).filter((pid) => isOneOf([directory, ...realPaths[work]], pid)),
    holdAfter: (count, work = 'search') => {
      writeFileSync(file(work, 'hold'), String(count));
    },
    crashOnce: (work = 'search') => {
      writeFileSync(file(work, 'crash'), '');
    },
    failWith: (exitCode, message, work = 'search') => {
      writeFileSync(file(work, 'fail'), `${String(exitCode)}\n${message}\n`);
    },
    release: () => {
      remove('hold');
    },
    heal: () => {
      remove('fail');
      remove('crash');
    },
  };
}

/** Ids are given again: after some thousand calls one of them is likely to be that of another program. */
function isOneOf(programs: readonly string[], pid: number): boolean {
  try {
    const [program = '', script = ''] = readFileSync(`/proc/${String(pid)}/cmdline`, 'utf8').split('\0');
    return programs.some((path) => program === path || script.startsWith(`${path}/`));
  } catch {
    return false;
  }
}

function recordingScript(notes: string, program: string): string {
  return `#!/bin/sh
case " $* " in *" -version "*) exec "${realPath(program)}" "$@";; esac
cd_="${notes}"
echo "$*" >> "$cd_/arguments"
echo $$ >> "$cd_/calls"
number=$(grep -n "^$$\\$" "$cd_/calls" | tail -n 1 | cut -d: -f1)
while [ -e "$cd_/hold" ] && [ "$number" -gt "$(cat "$cd_/hold" 2>/dev/null || echo 999999)" ]; do sleep 0.05; done
if mv "$cd_/crash" "$cd_/crashed" 2>/dev/null; then kill -SEGV $$; fi
if [ -e "$cd_/fail" ]; then tail -n +2 "$cd_/fail" >&2; exit "$(head -n 1 "$cd_/fail")"; fi
exec "${realPath(program)}" "$@"
`;
}

function writeScript(path: string, text: string): void {
  writeFileSync(path, text);
  chmodSync(path, 0o755);
}

function realPath(program: string): string {
  return execFileSync(
    'sh',
    [
      '-c',
      toolNames(program)
        .map((name) => `command -v ${name}`)
        .join(' || '),
    ],
    { encoding: 'utf8' },
  ).trim();
}
