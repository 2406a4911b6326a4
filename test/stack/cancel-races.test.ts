import { describeCancelRaces } from '../support/stack/cancel-races.ts';

/** Two hundred are run by `test/slow/cancel-races.test.ts`. */
describeCancelRaces(6);
