import type { JobFigures } from '../../../activities/job-figures.ts';

/** Figures as lines, in the order in which they were counted. */
export interface RecordingFigures extends JobFigures {
  readonly counted: string[];
}

export function createRecordingFigures(): RecordingFigures {
  const counted: string[] = [];
  return {
    counted,
    waited: (queue, seconds) => void counted.push(`${queue} waited ${String(seconds)} s`),
    succeeded: (queue) => void counted.push(`${queue} succeeded`),
    failed: (queue) => void counted.push(`${queue} failed`),
    commandRan: ({ tool, wallMs }) => void counted.push(`${tool} ran ${String(wallMs)} ms`),
  };
}
