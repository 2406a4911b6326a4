import { createFakePlatform, proteins } from '../../support/api/fake-platform.ts';
import type { ApiDeps } from '../../../api/environment.ts';
import { postJson } from '../../support/api/requests.ts';

export const one = '>one\nMKTAYIAKQRQISFVKSHFSRQLEERLGLIEVQAPILSRVGDGTQDNLSGAEKAVQVKVKALPDAQFEVV\n';
export const two = '>two\nMSDNGPQNQRNAPRITFGGPSDSTGSNQNGERSGARSKQRRPQGLPNNTASWFTALTQHGKEDLKFPRGQG\n';
export const three = '>three\nMADEEKLPPGWEKRMSRSSGRVYYFNHITNASQWERPSGNSSSGGKNGQGEPARVRCSHLLVKHSQSR\n';
export const target = { targetDisplayName: 'Pf', targetFile: 'Proteins' };
export const jobConfig = { site: 'PlasmoDB', targets: [target], query: one };
export const blastConfig = { tool: 'blastp', eValue: '1e-5' };

/** Every target has the database `Proteins`. */
export const knownSites: ApiDeps['sites'] = {
  targets: () => Promise.resolve([]),
  find: ({ site, target: name, file }) =>
    Promise.resolve(
      file === 'Proteins' ? { ...proteins, name: `${site}/build-68/${name}/blast/${file}` } : undefined,
    ),
};

/** The API over fakes of every port, with `knownSites`. */
export function setUpQueries(change: Partial<ApiDeps> = {}) {
  const platform = createFakePlatform({
    sites: knownSites,
    catalogue: {
      list: () => Promise.resolve([]),
      get: (name) => Promise.resolve({ ...proteins, name }),
      taxonNames: () => Promise.resolve(undefined),
      findTaxids: () => Promise.resolve([]),
    },
    ...change,
  });
  const get = async (path: string) => {
    const response = await platform.app.request(path);
    return { status: response.status, body: await response.json() };
  };
  const post = async (path: string, body: unknown) => {
    const response = await postJson(platform.app, path, body);
    return { status: response.status, body: (await response.json()) as Record<string, unknown> };
  };
  const create = async (body: object = { jobConfig, blastConfig }) =>
    String((await post('/query/jobs', body)).body['queryJobID']);
  return { ...platform, get, post, create };
}
