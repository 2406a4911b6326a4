import { createS3ObjectStore } from '../../src/adapters/s3/s3-object-store.ts';
import { requireServer } from '../support/servers/require-server.ts';
import { startSeaweedfs } from '../support/servers/start-seaweedfs.ts';
import { freePorts } from '../support/servers/free-ports.ts';
import { describeObjectStore } from './object-store.contract.ts';
import { writeUntilKilled } from './write-until-killed.ts';

const server = await requireServer('S3 server', startSeaweedfs);

if (server === undefined) {
  // Nothing here to test on, which requireServer has said; with CI=true it throws, and this is never reached.
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
      // SeaweedFS 4.48, measured: both are against what Amazon promises for S3.
      sortsFoldersByName: true,
      racesLargeCreates: true,
      close: async () => {
        for (const one of [store, another, unreachable]) await one.close();
      },
    };
  });

  describe(`s3 (${server.description}), killed`, () => {
    it('has every acknowledged object after a kill -9 of the server, and works again once it is back', async () => {
      const bucket = await server.createBucket();
      const store = createS3ObjectStore({ endpoint, region, credentials, bucket, forcePathStyle: true });
      const write = (name: string) => store.put(`killed/${name}`, name.repeat(100), { ifAbsent: true });
      const { acknowledged, codes } = await writeUntilKilled(write, () => server.kill9());
      expect(new Set(codes)).toEqual(new Set(['STORE_UNAVAILABLE']));
      await expect(store.ping()).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE' });
      await server.restart();
      await store.ping();
      for (const name of acknowledged) {
        const chunks: Uint8Array[] = [];
        for await (const chunk of (await store.get(`killed/${name}`))?.body ?? []) chunks.push(chunk);
        expect(Buffer.concat(chunks).toString()).toBe(name.repeat(100));
      }
      expect(await store.put('killed/after', 'x')).toMatchObject({ created: true });
      await store.close();
    });

    it('refuses a wrong secret and a bucket that is not there as STORE_UNAVAILABLE', async () => {
      const bucket = await server.createBucket();
      const options = { endpoint, region, credentials, bucket, forcePathStyle: true };
      const forged = { ...credentials, secretAccessKey: 'forged' };
      for (const wrong of [{ credentials: forged }, { bucket: 'no-such-bucket' }]) {
        const store = createS3ObjectStore({ ...options, ...wrong });
        await expect(store.ping()).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE' });
        await expect(store.put('x', 'x')).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE' });
        await store.close();
      }
    });
  });
}
