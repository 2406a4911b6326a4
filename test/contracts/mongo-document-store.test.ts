import { createMongoDocumentStore } from '../../src/adapters/mongo/mongo-document-store.ts';
import { freePorts } from '../support/servers/free-ports.ts';
import { requireServer } from '../support/servers/require-server.ts';
import { startMongo } from '../support/servers/start-mongo.ts';
import { describeDocumentStore } from './document-store.contract.ts';
import { newThings, thing } from './things.ts';
import { writeUntilKilled } from './write-until-killed.ts';

const server = await requireServer('MongoDB or stand-in for it', startMongo);

if (server === undefined) {
  // Nothing here to test on, which requireServer has said; with CI=true it throws, and this is never reached.
  it.skip('document store: mongo (no server)', () => undefined);
} else {
  const { uri, description } = server;
  process.stderr.write(`document store: mongo is tested on ${description}\n`);
  afterAll(() => server.stop());
  describeDocumentStore(`mongo (${description})`, async () => {
    const database = server.newDatabase();
    const [port = 0] = await freePorts(1);
    const store = createMongoDocumentStore({ uri, database });
    const another = createMongoDocumentStore({ uri, database });
    const unreachable = createMongoDocumentStore({ uri: `mongodb://127.0.0.1:${String(port)}`, database });
    return {
      store,
      another,
      unreachable,
      close: async () => {
        for (const one of [store, another, unreachable]) await one.close();
      },
    };
  });

  const { control } = server;
  if (control !== undefined) {
    describe(`mongo (${description}), killed`, () => {
      it('has every acknowledged document after a kill -9 of the server, and works again once it is back', async () => {
        const store = createMongoDocumentStore({ uri, database: server.newDatabase() });
        const things = newThings();
        const write = (id: string) => store.insertIfAbsent(things, thing(id, { kind: 'written' }));
        const { acknowledged, codes } = await writeUntilKilled(write, control.kill9);
        expect(new Set(codes)).toEqual(new Set(['STORE_UNAVAILABLE']));
        await control.restart();
        await store.ping();
        expect(await store.getMany(things, acknowledged)).toHaveLength(acknowledged.length);
        expect(await store.insertIfAbsent(things, thing('after'))).toEqual({ inserted: true });
        await store.close();
      });
    });
  }
}
