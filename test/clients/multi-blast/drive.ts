import { maintenance } from './maintenance-part.ts';
import { account, sharing } from './people-parts.ts';
import { children, collection, expiry, refusals } from './query-parts.ts';
import { reportCollection } from './report-collection-part.ts';
import { reports } from './report-parts.ts';
import { results } from './results-part.ts';
import { openSession, type Session, type SessionOptions } from './session.ts';
import { StepFailed, StepList, type Step } from './steps.ts';

/** In this order. Each starts from one complete query job and leaves it complete and in the collection. */
const parts = {
  refusals,
  collection,
  children,
  expiry,
  sharing,
  account,
  reports,
  'report-collection': reportCollection,
  results,
  maintenance,
} as const satisfies Readonly<Record<string, (session: Session) => Promise<void>>>;

export type PartName = keyof typeof parts;
export const partNames = Object.keys(parts) as readonly PartName[];

export interface DriveOptions extends SessionOptions {
  /** Parts to leave out. */
  readonly without?: readonly PartName[];
}

/**
 * Goes through both services as the web client and its users do. A step that fails ends its part, not the drive; nothing
 * can be done where the first query job cannot be had.
 */
export async function drive({ without = [], ...options }: DriveOptions): Promise<readonly Step[]> {
  const list = new StepList();
  await part(list, 'opening', async () => {
    const session = await openSession(options, list);
    for (const name of partNames.filter((one) => !without.includes(one)))
      await part(list, name, () => parts[name](session));
  });
  return list.steps;
}

async function part(list: StepList, name: string, action: () => Promise<void>): Promise<void> {
  list.begin(name);
  try {
    await action();
  } catch (error) {
    if (!(error instanceof StepFailed)) list.fail('what lies between the steps', error);
  }
}
