import { createS3ObjectStore } from '../src/adapters/s3/s3-object-store.ts';
import { startSeaweedfs } from './support/servers/start-seaweedfs.ts';
it('x', async () => {
  const server = await startSeaweedfs();
  try {
    const bucket = await server.createBucket();
    const store = createS3ObjectStore({ ...server, bucket, forcePathStyle: true });
    const big = Buffer.alloc(17 * 1024 * 1024, 'x');
    console.log('seq', (await store.put('s', big, { ifAbsent: true })).created, (await store.put('s', big, { ifAbsent: true })).created);
    const wins: number[] = [];
    for (let r = 0; r < 8; r++) {
      const c = await Promise.all([1, 2, 3].map(() => store.put(`m/${r}`, big, { ifAbsent: true })));
      wins.push(c.filter((x) => x.created).length);
    }
    console.log('multi', wins.join());
    const small: number[] = [];
    for (let r = 0; r < 150; r++) {
      const c = await Promise.all(Array.from({ length: 20 }, () => store.put(`n/${r}`, 'x', { ifAbsent: true })));
      small.push(c.filter((x) => x.created).length);
    }
    console.log('small', [...new Set(small)].join());
    await store.close();
  } finally { await server.stop(); }
}, 200000);
