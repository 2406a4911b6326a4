/** `npm run record-histories [-- NAME...]`: records the histories that the replay tests use, from the embedded stack. */
import '../support/typescript-loader.mjs';

const { recordHistories } = await import('./record-histories.ts');
await recordHistories(process.argv.slice(2));
