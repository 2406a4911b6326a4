/**
 * Dynamic configuration of Temporal's server that the product counts on. The containers' server is given the same by
 * `deploy/images/temporal/dynamic-config.yaml`; a test compares the two.
 */
export const temporalSettings = {
  // The server hands on 20 tasks a second and shard by default: each step of a workflow then waits some 40 ms.
  'history.transferProcessorMaxPollRPS': 1000,
  // Tasks of lower priority keys first, and within one key in turn by fairness key, which is off by default.
  'matching.useNewMatcher': true,
  'matching.enableFairness': true,
  // Each partition of a queue orders its own tasks only; a queue of long tool runs needs no more than one.
  'matching.numTaskqueueReadPartitions': 1,
  'matching.numTaskqueueWritePartitions': 1,
} as const;
