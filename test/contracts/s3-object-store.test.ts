import { createS3ObjectStore } from '../../src/adapters/s3/s3-object-store.ts';
import { requireServer } from '../support/servers/require-server.ts';
import { startSeaweedfs } from '../support/servers/start-seaweedfs.ts';
import { freePorts } from '../support/servers/free-ports.ts';
import { describeObjectStore } from './object-store.contract.ts';

const server = await requireServer('S3 server', startSeaweedfs);

if (server === undefined) {
  // eslint-disable-next-line jest/no-disabled-tests -- there is no server for this machine
  it.skip('object store: s3 (no server)', () => undefined);
} else {
  const { region, credentials, endpoint } = server;
  afterAll(() => server.stop());
  describeObjectStore(`s3 (${server.description})`, async () => {
    const options = { region, credentials, bucket: await server.createBucket(), forcePathStyle: true };
    const [port = 0] = await freePorts(1);
    const store = createS3ObjectStore({ ...options, endpoint });
    const another = createS3ObjectStore({ ...options, endpoint });
    const unreachable = createS3ObjectStore({ ...options, endpoint: `http://127.0.0.1:${String(port)}` });
    return {
      store,
      another,
      unreachable,
      sortsFoldersByName: true,
      close: async () => {
        for (const one of [store, another, unreachable]) await one.close();
      },
    };
  });
}
