import { accessSync, constants, statSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { plainEnvironment } from '../../../src/config/index.ts';

/** Absolute path of a program on PATH, or `undefined`. */
export function findOnPath(
  program: string,
  searchPath = plainEnvironment()['PATH'] ?? '',
): string | undefined {
  const folders = searchPath.split(delimiter).filter((folder) => folder !== '');
  return folders.map((folder) => join(folder, program)).find(isExecutableFile);
}

export function isExecutableFile(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}
