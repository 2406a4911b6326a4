import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A folder for one test file; removed after its tests, whatever their outcome. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'durablast-test-'));
  afterAll(() => {
    rmSync(folder, { recursive: true, force: true });
  });
  return folder;
}
