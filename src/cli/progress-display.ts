import pc from 'picocolors';
import type { JobView } from './job-view.ts';
import type { Terminal } from './terminal.ts';

export interface ProgressDisplay {
  show(view: JobView): void;
  /** Takes the bar off the screen; what is said next starts on a clean line. */
  clear(): void;
}

const barWidth = 30;
const plainStepPercent = 10;

/** A bar that is drawn over on a screen, a line for each tenth and each change of state elsewhere. */
export function progressDisplay(terminal: Terminal): ProgressDisplay {
  return terminal.isInteractive ? bar(terminal) : lines(terminal);
}

function bar(terminal: Terminal): ProgressDisplay {
  let isDrawn = false;
  return {
    show(view) {
      const percent = view.state === 'completed' ? 100 : (view.percent ?? 0);
      const filled = Math.round((barWidth * percent) / 100);
      const drawn = `${pc.cyan('█'.repeat(filled))}${pc.dim('░'.repeat(barWidth - filled))}`;
      terminal.draw(`\r\u001b[2K${drawn} ${String(Math.floor(percent)).padStart(3)} %  ${wording(view)}`);
      isDrawn = true;
    },
    clear() {
      if (isDrawn) terminal.draw('\r\u001b[2K');
      isDrawn = false;
    },
  };
}

function lines(terminal: Terminal): ProgressDisplay {
  let last = '';
  return {
    show(view) {
      const percent = Math.floor((view.percent ?? 0) / plainStepPercent) * plainStepPercent;
      const line = view.state === 'running' && percent > 0 ? `${wording(view)}, ${percent} %` : wording(view);
      if (line !== last) terminal.say(line);
      last = line;
    },
    clear: () => undefined,
  };
}

function wording({ state, phase }: JobView): string {
  return phase === undefined || phase === state ? state : `${state}: ${phase.replaceAll('_', ' ')}`;
}
