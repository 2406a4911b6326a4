import { describeCancelRaces } from '../support/stack/cancel-races.ts';

describeCancelRaces(200);
