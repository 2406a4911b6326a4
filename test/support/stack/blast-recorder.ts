import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const recorded = ['blastn', 'blastp', 'blastx', 'tblastn', 'tblastx'];
const passedThrough = ['blast_formatter', 'blastdbcmd', 'makeblastdb', 'blastdb_aliastool'];

/**
 * The real BLAST+ behind scripts that write down every call, and can be told to wait or to crash. A call is a search:
 * asking for the version does not count.
 */
export interface BlastRecorder {
  readonly directory: string;
  /** Searches started so far. */
  calls(): number;
  /** Calls after the first `count` wait until `release`. */
  holdAfter(count: number): void;
  release(): void;
  /** The next search dies by this signal. */
  crashOnce(signal: 'SEGV' | 'KILL'): void;
  /** Every search fails with this exit status and message until `heal`. */
  failWith(exitCode: number, message: string): void;
  heal(): void;
  /** Process ids of recorded searches that are alive. */
  alive(): number[];
}

export function createBlastRecorder(directory: string): BlastRecorder {
  mkdirSync(directory, { recursive: true });
  const file = (name: string): string => join(directory, name);
  writeFileSync(file('calls.log'), '');
  for (const program of recorded) writeScript(file(program), recordingScript(directory, program));
  for (const program of passedThrough) writeScript(file(program), `#!/bin/sh\nexec "${realPath(program)}" "$@"\n`);
  const pids = (): number[] => readFileSync(file('calls.log'), 'utf8').split('\n').filter(Boolean).map(Number);
  return {
    directory,
    calls: () => pids().length,
    holdAfter: (count) => { writeFileSync(file('hold'), String(count)); },
    release: () => { rmSync(file('hold'), { force: true }); },
    crashOnce: (signal) => { writeFileSync(file(`crash-${signal}`), ''); },
    failWith: (exitCode, message) => { writeFileSync(file('fail'), `${String(exitCode)}\n${message}\n`); },
    heal: () => { rmSync(file('fail'), { force: true }); },
    alive: () => pids().filter((pid) => existsSync(`/proc/${String(pid)}/exe`)),
  };
}

function recordingScript(directory: string, program: string): string {
  return `#!/bin/sh
case " $* " in *" -version "*) exec "${realPath(program)}" "$@";; esac
cd_="${directory}"
echo $$ >> "$cd_/calls.log"
number=$(grep -n "^$$\\$" "$cd_/calls.log" | tail -n 1 | cut -d: -f1)
while [ -e "$cd_/hold" ] && [ "$number" -gt "$(cat "$cd_/hold" 2>/dev/null || echo 999999)" ]; do sleep 0.05; done
for signal in SEGV KILL; do
  if mv "$cd_/crash-$signal" "$cd_/crashed" 2>/dev/null; then kill -$signal $$; fi
done
if [ -e "$cd_/fail" ]; then tail -n +2 "$cd_/fail" >&2; exit "$(head -n 1 "$cd_/fail")"; fi
exec "${realPath(program)}" "$@"
`;
}

function writeScript(path: string, text: string): void {
  writeFileSync(path, text);
  chmodSync(path, 0o755);
}

function realPath(program: string): string {
  return execFileSync('sh', ['-c', `command -v ${program}`], { encoding: 'utf8' }).trim();
}
