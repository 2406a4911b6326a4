import canonicalize from 'canonicalize';
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';

/** RFC 8785 JSON of a versioned key object. @throws when the value has no JSON form. */
export function canonicalJson(key: object): string {
  const text = canonicalize(key);
  if (text === undefined) throw new TypeError('a key object must be JSON');
  return text;
}

/** SHA-256 of text, hexadecimal. */
export function digestOf(text: string): string {
  return bytesToHex(sha256(utf8ToBytes(text)));
}

/** Job id of a key: the first 32 hexadecimal digits of the digest of its canonical form (DESIGN section 4). */
export function jobIdOf(key: object): string {
  return digestOf(canonicalJson(key)).slice(0, 32);
}

/** What `jobIdOf` makes. */
export const jobIdPattern = /^[0-9a-f]{32}$/;

export function isJobId(text: string): boolean {
  return jobIdPattern.test(text);
}

/** Keys of a job's own objects. Everything a run writes lies under the run's prefix and is written once. */
export const objectKeys = {
  request: (jobId: string) => `jobs/${jobId}/request.json`,
  /** The jobs of a query's single sequences, in their order. */
  children: (jobId: string) => `jobs/${jobId}/children.json`,
  query: (digest: string) => `queries/${digest.slice(0, 2)}/${digest}.fasta`,
  job: (jobId: string) => `jobs/${jobId}/`,
  run: (jobId: string, runId: string) => `jobs/${jobId}/${runId}/`,
  manifest: (jobId: string, runId: string) => `jobs/${jobId}/${runId}/manifest.json`,
  /** For how many tool slots the query was cut. */
  planSlots: (jobId: string, runId: string) => `jobs/${jobId}/${runId}/plan-slots.json`,
  planPage: (jobId: string, runId: string, page: number) =>
    `jobs/${jobId}/${runId}/plan/page-${String(page).padStart(5, '0')}.json`,
  artifact: (jobId: string, runId: string, name: string) => `jobs/${jobId}/${runId}/files/${name}`,
  fragments: (jobId: string, runId: string) => `jobs/${jobId}/${runId}/fragments/`,
  fragment: (jobId: string, runId: string, index: number) =>
    `jobs/${jobId}/${runId}/fragments/${String(index).padStart(6, '0')}`,
  toolRun: (jobId: string, runId: string) => `jobs/${jobId}/${runId}/tool-run.json`,
  /** The tool runs of steps that had something to say, by the first chunk of the step. */
  stepRuns: (jobId: string, runId: string) => `jobs/${jobId}/${runId}/step-runs/`,
  stepRun: (jobId: string, runId: string, index: number) =>
    `jobs/${jobId}/${runId}/step-runs/${String(index).padStart(6, '0')}.json`,
  chunk: (chunkKey: string) => `chunks/${chunkKey.slice(0, 2)}/${chunkKey}.asn`,
  chunkRun: (chunkKey: string) => `chunks/${chunkKey.slice(0, 2)}/${chunkKey}.run.json`,
} as const;
