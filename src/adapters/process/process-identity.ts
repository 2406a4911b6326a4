import { createHash } from 'node:crypto';
import { readFileSync, readlinkSync } from 'node:fs';
import { hostname } from 'node:os';
import { execaSync } from 'execa';

/**
 * A text that no other process with this id has, not even after the machine started anew. `undefined` when there is no
 * such process, or one that has ended and only waits to be reaped.
 */
export function processIdentity(processId: number): string | undefined {
  const startToken = startTokenOf(processId);
  return startToken === undefined ? undefined : `${currentRealm().boot}/${startToken}`;
}

/**
 * When a process started, as an opaque token: with its id it names one process of this boot, although ids are used again.
 * `undefined` as {@link processIdentity}. From `/proc` where there is one, else from `ps`.
 */
export function startTokenOf(processId: number): string | undefined {
  const facts = processFacts(processId);
  if (facts !== undefined) return facts.state === 'Z' ? undefined : token(facts.startTicks);
  if (hasProc()) return undefined;
  const listed = execaSync('ps', ['-o', 'lstart=', '-p', String(processId)], { reject: false });
  const started = listed.stdout.trim();
  return listed.exitCode === 0 && started !== '' ? token(started) : undefined;
}

export interface ProcessFacts {
  /** One letter; `Z` is a process that ended and that its parent has not looked at. */
  readonly state: string;
  readonly groupId: number;
  /** Whether it belongs to somebody's terminal. */
  readonly hasTerminal: boolean;
  readonly startTicks: string;
}

/** `undefined` when there is no such process, or no `/proc`. */
export function processFacts(processId: number): ProcessFacts | undefined {
  const text = readOptional(`/proc/${processId}/stat`);
  if (text === undefined) return undefined;
  // The second field is the program's name in brackets and may hold blanks and brackets; proc(5) numbers the rest.
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  const [state, , groupId, , terminal] = fields;
  const startTicks = fields[19];
  if (state === undefined || groupId === undefined || startTicks === undefined) return undefined;
  return { state, groupId: Number(groupId), hasTerminal: terminal !== '0', startTicks };
}

/** Where process ids mean something: this host, and on it this boot and process namespace. */
export interface ProcessRealm {
  readonly host: string;
  readonly boot: string;
}

export function currentRealm(): ProcessRealm {
  const boot = readOptional('/proc/sys/kernel/random/boot_id') ?? '';
  return { host: token(hostname()), boot: token(`${boot}${namespaceOf('self') ?? ''}`) };
}

/** Whether the system tells about processes in `/proc`. */
export function hasProc(): boolean {
  return readOptional('/proc/self/stat') !== undefined;
}

function namespaceOf(process: string): string | undefined {
  try {
    return readlinkSync(`/proc/${process}/ns/pid`);
  } catch {
    return undefined;
  }
}

function readOptional(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}

function token(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 12);
}
