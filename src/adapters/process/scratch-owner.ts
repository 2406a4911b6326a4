import { currentRealm, startTokenOf, type ProcessRealm } from './process-identity.ts';

/** Names inside a task's folder: what the task sees, and one file for each process group that runs for it. */
export const scratchLayout = { work: 'work', groups: 'groups' } as const;

/** The process a scratch folder (or file) belongs to. It is written in its name, so that none is ever without one. */
export interface ScratchOwner {
  readonly realm: ProcessRealm;
  readonly processId: number;
  readonly startToken: string;
}

export function currentOwner(): ScratchOwner {
  return {
    realm: currentRealm(),
    processId: process.pid,
    startToken: startTokenOf(process.pid) ?? unknownToken,
  };
}

const unknownToken = '000000000000';
const pattern = /^task-([0-9a-f]{12})-([0-9a-f]{12})-(\d+)-([0-9a-f]{12})-[A-Za-z0-9]+$/;

/** Start of a name; a random part of letters and digits follows. */
export function folderPrefix({ realm, processId, startToken }: ScratchOwner): string {
  return `task-${realm.host}-${realm.boot}-${processId}-${startToken}-`;
}

/** `undefined` for a name that is not of this kind. */
export function ownerOfFolder(name: string): ScratchOwner | undefined {
  const [, host, boot, processId, startToken] = pattern.exec(name) ?? [];
  if (host === undefined || boot === undefined || processId === undefined || startToken === undefined) {
    return undefined;
  }
  return { realm: { host, boot }, processId: Number(processId), startToken };
}

/**
 * `elsewhere`: another host, of whose processes nothing is known here. A process of another boot, or of a container
 * that had this host's name before, is dead.
 */
export function ownerState(owner: ScratchOwner): 'alive' | 'dead' | 'elsewhere' {
  const here = currentRealm();
  if (owner.realm.host !== here.host) return 'elsewhere';
  if (owner.realm.boot !== here.boot) return 'dead';
  return startTokenOf(owner.processId) === owner.startToken ? 'alive' : 'dead';
}
