/**
 * Task queues. `waits` holds activities that only wait for another job: they must never take a slot that the job they
 * wait for may need.
 */
export const queues = { workflows: 'workflows', io: 'io', tools: 'tools', waits: 'waits' } as const;
