import { linkId, links, type Link } from '../../../src/account/link.ts';
import { jobs, type JobRecord } from '../../../src/job/record.ts';
import { recordIn } from '../job/job-records.ts';
import { interceptCalls } from '../../support/fakes/intercept-calls.ts';
import type { Stepper } from '../../support/step-through.ts';
import type { JobWorld } from './job-world.ts';

/** The row of a completed search of that number, or of a report of one. */
export function rowOf(number: number, searchJobId: string | null = null): JobRecord {
  return {
    ...recordIn('completed'),
    id: number.toString(16).padStart(32, '0'),
    kind: searchJobId === null ? 'search' : 'report',
    searchJobId,
  };
}

export async function insertRow(world: JobWorld, row: JobRecord): Promise<string> {
  await world.documents.insertIfAbsent(jobs, row);
  return row.id;
}

export async function linkOf(world: JobWorld, principal: string, jobId: string): Promise<Link | undefined> {
  return (await world.documents.get(links, linkId(principal, jobId)))?.document;
}

/** Everything in the collection, by id. */
export async function everyLink(world: JobWorld): Promise<Link[]> {
  return (await world.documents.find(links, { limit: 1000 })).items.map(({ document }) => document);
}

/** The world of one actor, whose calls to the store each wait for their turn. @param heard - gets all that is answered */
export function inTurns(world: JobWorld, stepper: Stepper, actor: string, heard: unknown[]): JobWorld {
  return {
    ...world,
    documents: interceptCalls(world.documents, async (method, proceed) => {
      await stepper.turn(actor, method);
      const answer = await proceed();
      heard.push(answer);
      return answer;
    }),
  };
}
