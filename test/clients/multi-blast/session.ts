import assert from 'node:assert/strict';
import { connect, type MultiBlast, type QueryConfig } from './client.ts';
import type { QueryDetails, Targets } from './contract.ts';
import { follow, type Patience } from './follow.ts';
import type { StepList } from './steps.ts';
import { Refusal } from './transport.ts';

export interface SessionOptions {
  readonly baseUrl: string;
  /** Two proteins or more. */
  readonly fasta: string;
  readonly pollMs?: number;
  readonly userToken?: string;
  readonly adminToken?: string;
  /** Makes a complete job expire; false: that is not admitted here. */
  readonly expire?: (jobId: string) => Promise<boolean>;
}

/** What every part of the drive starts from: one query job, complete, in the collection of `me`. */
export interface Session {
  readonly options: SessionOptions;
  readonly steps: StepList;
  readonly patience: Patience;
  readonly me: MultiBlast;
  /** What `me` is known by; absent where the server tells no users apart. */
  readonly guestToken?: string;
  /** The configuration without its query. */
  readonly config: QueryConfig;
  readonly job: QueryDetails;
  /** Ids of the jobs of the single sequences, in their order. */
  readonly children: readonly string[];
}

/** Somebody new, with a collection of their own. Only where `guestToken` is present. */
export async function newGuest({ options, me }: Pick<Session, 'options' | 'me'>): Promise<NewGuest> {
  const token = await me.query.newGuest();
  return { token, client: connect(options.baseUrl, token) };
}

interface NewGuest {
  readonly token: string;
  readonly client: MultiBlast;
}

/** @throws StepFailed: without a complete job there is nothing to go on with */
export async function openSession(options: SessionOptions, steps: StepList): Promise<Session> {
  const patience = options.pollMs === undefined ? {} : { pollMs: options.pollMs };
  const nobody = connect(options.baseUrl);
  const target = await steps.run('a database of proteins is among the targets', async () =>
    firstProteins(await nobody.query.targets()),
  );
  const guestToken = await tokenOfGuest(nobody, steps);
  const me = guestToken === undefined ? nobody : connect(options.baseUrl, guestToken);
  const { site, ...named } = target;
  const config = {
    jobConfig: { site, targets: [named] },
    blastConfig: { tool: 'blastp', maxTargetSequences: 20 },
  };
  const id = await steps.run('pasted text is submitted as JSON', () =>
    me.query.create({ ...config, jobConfig: { ...config.jobConfig, query: options.fasta } }),
  );
  await steps.run('the same text as a file is the same job', async () => {
    assert.equal(await me.query.create(config, options.fasta), id);
  });
  const { details: job } = await steps.run('it is polled until it is complete', () =>
    follow(me.query, id, patience),
  );
  const children = await steps.run('it has a job for each of its sequences', async () => {
    const ids = job.subJobs ?? [];
    assert.equal(ids.length, options.fasta.match(/^>/gm)?.length);
    return ids;
  });
  return {
    options,
    steps,
    patience,
    me,
    config,
    job,
    children,
    ...(guestToken !== undefined && { guestToken }),
  };
}

/** Nothing where the server tells no users apart: all share one collection then. */
function tokenOfGuest(nobody: MultiBlast, steps: StepList): Promise<string | undefined> {
  return steps.run('a guest gets a token, if the server tells users apart', () =>
    nobody.query.newGuest().catch((error: unknown) => {
      if (error instanceof Refusal && error.httpStatus === 404) return undefined;
      throw error;
    }),
  );
}

export const noUsers = 'the server tells no users apart';

function firstProteins(tree: Targets): { site: string; targetDisplayName: string; targetFile: string } {
  for (const [site, targets] of Object.entries(tree)) {
    for (const [targetDisplayName, { aaTargets }] of Object.entries(targets)) {
      const [targetFile] = aaTargets ?? [];
      if (targetFile !== undefined) return { site, targetDisplayName, targetFile };
    }
  }
  throw new Error('no site of the server has a database of proteins');
}
