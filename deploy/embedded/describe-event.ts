import type { StackEvent } from './stack-event.ts';

const titles = { temporal: 'Temporal', worker: 'The worker', api: 'The API' } as const;

/** One line for the terminal, or `undefined` where a person needs none. */
export function describeEvent(event: StackEvent): string | undefined {
  switch (event.type) {
    case 'progress':
      return event.line;
    case 'ready':
      return `${titles[event.name]} is up (process ${event.pid})`;
    case 'died':
      return `${titles[event.name]} ended unexpectedly (${event.how}); starting it again`;
    case 'gave-up':
      return event.reason;
    case 'stopped':
      return `${titles[event.name]} has stopped`;
    case 'started':
      return undefined;
  }
}
