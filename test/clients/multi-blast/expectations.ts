import assert from 'node:assert/strict';
import type { Fault } from './contract.ts';
import { Refusal, type Download } from './transport.ts';

/** What the server said when it refused with this HTTP status. */
export async function refused(httpStatus: number, request: Promise<unknown>): Promise<Fault> {
  try {
    await request;
  } catch (error) {
    if (error instanceof Refusal && error.httpStatus === httpStatus) return error.fault;
    throw error;
  }
  throw new Error(`it was accepted, and should have been refused with ${String(httpStatus)}`);
}

/** The messages that the web client shows beside its fields, by field. */
export async function besideFields(
  request: Promise<unknown>,
): Promise<Readonly<Record<string, readonly string[]>>> {
  const fault = await refused(422, request);
  assert.ok('errors' in fault);
  return fault.errors.byKey;
}

/** A text that opens in the browser, and as a file when that is asked for: the same both times. */
export async function textBothWays(get: (isDownload: boolean) => Promise<Download>): Promise<string> {
  const [shown, saved] = [await get(false), await get(true)];
  assert.equal(shown.mediaType, 'text/plain');
  assert.deepEqual([shown.isAttachment, saved.isAttachment], [false, true]);
  assert.equal(saved.text, shown.text);
  return shown.text;
}

/** Deflines and residues, however the lines are wrapped. */
export function recordsOf(fasta: string): readonly { readonly defline: string; readonly residues: string }[] {
  return fasta
    .split(/^>/m)
    .filter((record) => record.trim() !== '')
    .map((record) => {
      const [defline = '', ...lines] = record.split(/\r?\n/);
      return { defline, residues: lines.join('').trim().toUpperCase() };
    });
}
