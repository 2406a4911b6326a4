import { availableParallelism, totalmem } from 'node:os';
import { thisMachine, withinControlGroups } from '../../../../src/adapters/process/machine-size.ts';
import { toolSlotsOf } from '../../../../src/adapters/process/tool-slots.ts';

const gib = 2 ** 30;
const machine = { cores: 8, memoryBytes: 16 * gib };
const noLimit = '9223372036854771712\n';

const firstVersion = (root = '/') => `31 23 0:28 / /sys/fs/cgroup rw,relatime - tmpfs tmpfs rw,mode=755
32 31 0:29 ${root} /sys/fs/cgroup/cpu,cpuacct rw,relatime - cgroup cgroup rw,cpu,cpuacct
35 31 0:32 ${root} /sys/fs/cgroup/memory rw,relatime - cgroup cgroup rw,memory
40 31 0:37 / /sys/fs/cgroup/systemd rw,relatime - cgroup cgroup rw,name=systemd
41 31 0:38 / /sys/fs/cgroup/unified rw,relatime - cgroup2 cgroup2 rw
`;
const secondVersion = (root = '/') =>
  `30 23 0:27 ${root} /sys/fs/cgroup ro,nosuid shared:4 - cgroup2 cgroup rw,nsdelegate\n`;

interface Case {
  readonly title: string;
  readonly files: Readonly<Record<string, string>>;
  readonly cores?: number;
  readonly memoryBytes?: number;
}

const cases: readonly Case[] = [
  { title: 'no control groups (macOS)', files: {} },
  {
    title: 'version 1 without limits',
    files: {
      '/proc/self/cgroup': '4:memory:/init/7c35\n1:cpu,cpuacct:/\n0::/\n',
      '/proc/self/mountinfo': firstVersion(),
      '/sys/fs/cgroup/cpu,cpuacct/cpu.cfs_quota_us': '-1\n',
      '/sys/fs/cgroup/cpu,cpuacct/cpu.cfs_period_us': '100000\n',
      '/sys/fs/cgroup/memory/memory.limit_in_bytes': noLimit,
      '/sys/fs/cgroup/memory/init/7c35/memory.limit_in_bytes': noLimit,
    },
  },
  {
    title: 'version 1 in a container that sees its own group as the root of the mount',
    files: {
      '/proc/self/cgroup': '4:memory:/docker/ab\n1:cpu,cpuacct:/docker/ab\n0::/docker/ab\n',
      '/proc/self/mountinfo': firstVersion('/docker/ab'),
      '/sys/fs/cgroup/cpu,cpuacct/cpu.cfs_quota_us': '250000\n',
      '/sys/fs/cgroup/cpu,cpuacct/cpu.cfs_period_us': '100000\n',
      '/sys/fs/cgroup/memory/memory.limit_in_bytes': String(3 * gib),
    },
    cores: 2.5,
    memoryBytes: 3 * gib,
  },
  {
    title: 'version 1 where a group above has the smaller limit',
    files: {
      '/proc/self/cgroup': '4:memory:/a/b\n1:cpuacct,cpu:/a/b\n',
      '/proc/self/mountinfo': firstVersion(),
      '/sys/fs/cgroup/cpu,cpuacct/a/cpu.cfs_quota_us': '300000\n',
      '/sys/fs/cgroup/cpu,cpuacct/a/cpu.cfs_period_us': '100000\n',
      '/sys/fs/cgroup/cpu,cpuacct/a/b/cpu.cfs_quota_us': '400000\n',
      '/sys/fs/cgroup/cpu,cpuacct/a/b/cpu.cfs_period_us': '100000\n',
      '/sys/fs/cgroup/memory/a/memory.limit_in_bytes': String(4 * gib),
      '/sys/fs/cgroup/memory/a/b/memory.limit_in_bytes': noLimit,
    },
    cores: 3,
    memoryBytes: 4 * gib,
  },
  {
    title: 'version 2 without limits',
    files: {
      '/proc/self/cgroup': '0::/user.slice\n',
      '/proc/self/mountinfo': secondVersion(),
      '/sys/fs/cgroup/user.slice/cpu.max': 'max 100000\n',
      '/sys/fs/cgroup/user.slice/memory.max': 'max\n',
    },
  },
  {
    title: 'version 2 in a container with a name space of its own',
    files: {
      '/proc/self/cgroup': '0::/\n',
      '/proc/self/mountinfo': secondVersion(),
      '/sys/fs/cgroup/cpu.max': '50000 100000\n',
      '/sys/fs/cgroup/memory.max': `${String(gib)}\n`,
    },
    cores: 0.5,
    memoryBytes: gib,
  },
  {
    title: 'version 2 under a service manager, with limits on different levels',
    files: {
      '/proc/self/cgroup': '0::/system.slice/blast.service\n',
      '/proc/self/mountinfo': secondVersion(),
      '/sys/fs/cgroup/system.slice/cpu.max': '600000 100000\n',
      '/sys/fs/cgroup/system.slice/memory.max': String(2 * gib),
      '/sys/fs/cgroup/system.slice/blast.service/cpu.max': '400000 100000\n',
      '/sys/fs/cgroup/system.slice/blast.service/memory.max': 'max\n',
    },
    cores: 4,
    memoryBytes: 2 * gib,
  },
  {
    title: 'version 2 where the own group lies outside what is mounted',
    files: {
      '/proc/self/cgroup': '0::/../../other\n',
      '/proc/self/mountinfo': secondVersion('/kubepods/pod1'),
      '/sys/fs/cgroup/cpu.max': '100000 50000\n',
      '/sys/fs/cgroup/memory.max': String(5 * gib),
    },
    cores: 2,
    memoryBytes: 5 * gib,
  },
  {
    title: 'both versions side by side, the limits with version 1',
    files: {
      '/proc/self/cgroup': '4:memory:/x\n1:cpu,cpuacct:/x\n0::/x\n',
      '/proc/self/mountinfo': firstVersion(),
      '/sys/fs/cgroup/cpu,cpuacct/x/cpu.cfs_quota_us': '100000\n',
      '/sys/fs/cgroup/cpu,cpuacct/x/cpu.cfs_period_us': '100000\n',
      '/sys/fs/cgroup/memory/x/memory.limit_in_bytes': String(2 * gib),
    },
    cores: 1,
    memoryBytes: 2 * gib,
  },
  {
    title: 'limits that are wider than the machine',
    files: {
      '/proc/self/cgroup': '0::/\n',
      '/proc/self/mountinfo': secondVersion(),
      '/sys/fs/cgroup/cpu.max': '6400000 100000\n',
      '/sys/fs/cgroup/memory.max': String(999 * gib),
    },
  },
  {
    title: 'a mount point and a group with blanks and colons in their names',
    files: {
      '/proc/self/cgroup': '0::/a b:c\n',
      '/proc/self/mountinfo': '30 23 0:27 / /mnt/c\\040g rw - cgroup2 cgroup rw\n',
      '/mnt/c g/a b:c/cpu.max': '200000 100000\n',
    },
    cores: 2,
  },
  {
    title: 'files that say nothing sensible',
    files: {
      '/proc/self/cgroup': 'what\n0::/\n',
      '/proc/self/mountinfo': `nothing\n${secondVersion()}`,
      '/sys/fs/cgroup/cpu.max': '0 0\n',
      '/sys/fs/cgroup/memory.max': 'lots\n',
    },
  },
];

it.each(cases)('$title', ({ files, cores = machine.cores, memoryBytes = machine.memoryBytes }) => {
  expect(withinControlGroups(machine, (path) => files[path])).toEqual({ cores, memoryBytes });
});

it('finds a size for this machine that is not more than the whole', () => {
  const { cores, memoryBytes } = thisMachine();
  expect(cores).toBeGreaterThan(0);
  expect(cores).toBeLessThanOrEqual(availableParallelism());
  expect(memoryBytes).toBeGreaterThan(0);
  expect(memoryBytes).toBeLessThanOrEqual(totalmem());
});

it.each([
  { cores: 8, memoryBytes: 16 * gib, slots: 8 },
  { cores: 8, memoryBytes: 4 * gib, slots: 3 },
  { cores: 2.9, memoryBytes: 16 * gib, slots: 2 },
  { cores: 0.5, memoryBytes: 16 * gib, slots: 1 },
  { cores: 4, memoryBytes: gib / 2, slots: 1 },
  { cores: 64, memoryBytes: 33 * gib - 1, slots: 31 },
])('$cores cores and $memoryBytes bytes are $slots slots', ({ slots, ...size }) => {
  expect(toolSlotsOf(size)).toBe(slots);
});
