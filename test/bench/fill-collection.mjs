import { randomBytes } from 'node:crypto';
import { built } from './built.mjs';

/** How far apart the jobs of a collection were asked for. */
const apartMs = 60 * 60 * 1000;

/**
 * Copies a job of the stack, row and link, into earlier ones of the same principal, until the collection has `size`.
 * @returns the ids of all, newest first
 */
export async function fillCollection({ documentStore }, jobId, size) {
  const { openDocumentStore } = await built('src/adapters/stores/open-stores.js');
  const { jobs } = await built('src/job/record.js');
  const { linkId, links } = await built('src/account/link.js');
  const documents = await openDocumentStore(documentStore);
  try {
    const row = (await documents.get(jobs, jobId)).document;
    const link = (await documents.find(links, { where: { jobId } })).items[0].document;
    const ids = [jobId];
    while (ids.length < size) {
      const id = randomBytes(16).toString('hex');
      const earlier = {
        createdAt: new Date(Date.parse(link.createdAt) - ids.length * apartMs).toISOString(),
      };
      await documents.insertIfAbsent(jobs, { ...row, ...earlier, id });
      await documents.insertIfAbsent(links, {
        ...link,
        ...earlier,
        id: linkId(link.principal, id),
        jobId: id,
      });
      ids.push(id);
    }
    return ids;
  } finally {
    await documents.close();
  }
}
