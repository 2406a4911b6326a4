import { reservePorts } from '../../../deploy/embedded/reserve-ports.ts';

/** Ports that were free a moment ago, all different. */
export function freePorts(count: number): Promise<number[]> {
  const anyPort = { host: '127.0.0.1', port: 0, purpose: 'A test', setting: 'nothing' };
  return reservePorts(Array.from({ length: count }, () => anyPort));
}
