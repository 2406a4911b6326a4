import { readFileSync } from 'node:fs';
import { availableParallelism, totalmem } from 'node:os';

/** What this process and its children may use. */
export interface MachineSize {
  /** CPU seconds per second; may be a fraction. */
  readonly cores: number;
  readonly memoryBytes: number;
}

/** The text of a file, or `undefined` where there is none. */
export type ReadText = (path: string) => string | undefined;

/** This machine, or the part of it that a container or a service manager leaves us. Read anew on each call. */
export function thisMachine(): MachineSize {
  return withinControlGroups({ cores: availableParallelism(), memoryBytes: totalmem() }, readText);
}

/**
 * The whole machine cut down to the limits of the process's control groups and all groups above it that can be seen:
 * version 2 (`cpu.max`, `memory.max`), version 1 (`cpu.cfs_*`, `memory.limit_in_bytes`), or both side by side.
 */
export function withinControlGroups(machine: MachineSize, read: ReadText): MachineSize {
  const smallest = (whole: number, controller: string, limitOf: (folder: string) => number): number =>
    Math.min(whole, ...foldersOf(controller, read).map(limitOf));
  return {
    cores: smallest(machine.cores, 'cpu', (folder) => coresIn(folder, read)),
    memoryBytes: smallest(machine.memoryBytes, 'memory', (folder) => bytesIn(folder, read)),
  };
}

/** cgroups(7): the mounted folders of the process's group and of its ancestors, for one controller. */
function foldersOf(controller: string, read: ReadText): string[] {
  const groups = (read('/proc/self/cgroup') ?? '').split('\n').map((line) => line.split(':'));
  const pathIn = (isGroup: (controllers: string) => boolean): string | undefined => {
    const [, , ...path] = groups.find(([, controllers]) => isGroup(controllers ?? '-')) ?? [];
    return path.length === 0 ? undefined : path.join(':');
  };
  const second = pathIn((controllers) => controllers === '');
  const first = pathIn((controllers) => controllers.split(',').includes(controller));
  return mountsOf(read).flatMap(({ type, root, folder, options }) => {
    if (type === 'cgroup2') return ancestors(folder, root, second);
    return options.includes(controller) ? ancestors(folder, root, first) : [];
  });
}

interface Mount {
  readonly type: string;
  /** The group that is mounted. */
  readonly root: string;
  readonly folder: string;
  readonly options: readonly string[];
}

/** proc(5), mountinfo: fields 4 and 5 are root and mount point; type and the file system's options follow a dash. */
function mountsOf(read: ReadText): Mount[] {
  const lines = (read('/proc/self/mountinfo') ?? '').split('\n');
  return lines.flatMap((line) => {
    const [before = '', after = ''] = line.split(' - ');
    const [, , , root, folder] = before.split(' ').map(unescape);
    const [type, , options = ''] = after.split(' ');
    if (root === undefined || folder === undefined || (type !== 'cgroup' && type !== 'cgroup2')) return [];
    return [{ type, root, folder, options: options.split(',') }];
  });
}

function unescape(field: string): string {
  return field.replace(/\\([0-7]{3})/g, (_, octal: string) => String.fromCharCode(Number.parseInt(octal, 8)));
}

/** A group that does not lie below the mounted one, as seen from inside some containers, is the mounted one itself. */
function ancestors(folder: string, root: string, path: string | undefined): string[] {
  if (path === undefined) return [];
  const top = root === '/' ? '' : root;
  const isBelow = `${path}/`.startsWith(`${top}/`) && !path.split('/').includes('..');
  const parts = isBelow ? path.slice(top.length).split('/').filter(Boolean) : [];
  return [folder, ...parts.map((_, depth) => [folder, ...parts.slice(0, depth + 1)].join('/'))];
}

function coresIn(folder: string, read: ReadText): number {
  const [quota, period] = read(`${folder}/cpu.max`)?.split(' ') ?? [
    read(`${folder}/cpu.cfs_quota_us`),
    read(`${folder}/cpu.cfs_period_us`),
  ];
  return limit(quota) / limit(period) || Infinity;
}

function bytesIn(folder: string, read: ReadText): number {
  return limit(read(`${folder}/memory.max`) ?? read(`${folder}/memory.limit_in_bytes`));
}

/** `max`, -1 and anything that is no number stand for no limit. */
function limit(text: string | undefined): number {
  return /^\d+$/.test(text?.trim() ?? '') ? Number(text) : Infinity;
}

function readText(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}
