import { z } from 'zod';
import type { RunCommand, CommandOutcome } from './run-command.ts';

export interface TemporalTarget {
  /** Path of Temporal's command-line tool. */
  readonly cli: string;
  readonly address: string;
  readonly namespace: string;
}

/** How long Temporal remembers closed workflows: within it, a workflow id stands for one job (DESIGN section 9). */
const retentionDays = 30;
const commandTimeoutMs = 10_000;

/** Search attributes of every workflow; the development server has room for ten of each type. */
export const searchAttributes = {
  DurablastKind: 'Keyword',
  DurablastProgram: 'Keyword',
  DurablastPhase: 'Keyword',
  DurablastDatabase: 'KeywordList',
} as const;

/**
 * Creates the namespace with its retention and search attributes, or completes one that is there. The server's own
 * start-up flag would give it 24 hours. Doing it again changes nothing; a longer retention is kept.
 * @throws Error with the tool's own words, also while the server is not up yet
 */
export async function ensureNamespace(target: TemporalTarget, run: RunCommand): Promise<void> {
  const operator = (...args: string[]) => runOperator(target, run, args);
  const described = await operator('namespace', 'describe', '--output', 'json');
  if (described.exitCode !== 0) {
    if (!/not\s?found/i.test(described.stderr)) throw failure('describe the namespace', described);
    await mustSucceed('create the namespace', operator('namespace', 'create', ...retention));
  } else if (retentionSeconds(described.stdout) < retentionDays * 86_400) {
    await mustSucceed('set the retention', operator('namespace', 'update', ...retention));
  }
  await ensureSearchAttributes(operator);
}

const retention = ['--retention', `${retentionDays}d`];

type Operator = (...args: string[]) => Promise<CommandOutcome>;

async function ensureSearchAttributes(operator: Operator): Promise<void> {
  const listed = await mustSucceed(
    'list the search attributes',
    operator('search-attribute', 'list', '--output', 'json'),
  );
  const present = SearchAttributesSchema.parse(JSON.parse(listed.stdout)).customAttributes;
  const missing = Object.entries(searchAttributes).filter(([name]) => !(name in present));
  // One call each: asked for several names of one type, the tool of 1.9.1 creates the last and reports success.
  for (const [name, type] of missing) {
    await mustSucceed(
      'create the search attributes',
      operator('search-attribute', 'create', '--name', name, '--type', type),
    );
  }
}

const SearchAttributesSchema = z.object({ customAttributes: z.record(z.string(), z.unknown()).default({}) });

const NamespaceSchema = z.object({ config: z.object({ workflowExecutionRetentionTtl: z.string() }) });

function retentionSeconds(description: string): number {
  return Number.parseInt(NamespaceSchema.parse(JSON.parse(description)).config.workflowExecutionRetentionTtl);
}

function runOperator(
  target: TemporalTarget,
  run: RunCommand,
  args: readonly string[],
): Promise<CommandOutcome> {
  const connection = ['--address', target.address, '--namespace', target.namespace, '--disable-config-file'];
  return run(target.cli, ['operator', ...args, ...connection], { timeoutMs: commandTimeoutMs });
}

async function mustSucceed(what: string, running: Promise<CommandOutcome>): Promise<CommandOutcome> {
  const outcome = await running;
  if (outcome.exitCode !== 0) throw failure(what, outcome);
  return outcome;
}

function failure(what: string, outcome: CommandOutcome): Error {
  return new Error(`Temporal could not ${what}: ${outcome.stderr.trim()}`);
}
