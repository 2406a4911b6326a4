/** `node test/clients/multi-blast/main.mjs http://127.0.0.1:8080`: goes through both services of a running server. */
import '../../support/typescript-loader.mjs';

const { main } = await import('./main.ts');
process.exitCode = await main(process.argv.slice(2));
