import { PlatformError } from '../../../src/errors/index.ts';
import type { SiteCatalogue, SiteTarget } from '../../../src/ports/site-catalogue.ts';
import { createFakePlatform, proteins } from '../../support/api/fake-platform.ts';

const target = (site: string, name: string, databases: SiteTarget['databases']): SiteTarget => ({
  ...{ site, build: 68, target: name, databases },
});
const sitesOf = (targets: SiteCatalogue['targets']): SiteCatalogue => ({
  targets,
  find: () => Promise.resolve(undefined),
});
const named = (name: string, moleculeType: 'protein' | 'nucleotide') => ({ ...proteins, name, moleculeType });

it('the tree gives site, target and databases by molecule, and leaves out a list that would be empty', async () => {
  const targets = [
    target('PlasmoDB', 'Pberghei', [named('PbergheiESTs', 'nucleotide')]),
    target('PlasmoDB', 'Pf', [named('PfGenome', 'nucleotide'), named('PfProteins', 'protein')]),
    target('ToxoDB', 'Tg', [named('TgProteins', 'protein')]),
  ];
  const { app } = createFakePlatform({ sites: sitesOf(() => Promise.resolve(targets)) });
  const response = await app.request('/query/targets');
  expect(response.status).toBe(200);
  expect(await response.text()).toBe(
    '{"PlasmoDB":{"Pberghei":{"naTargets":["PbergheiESTs"]},' +
      '"Pf":{"naTargets":["PfGenome"],"aaTargets":["PfProteins"]}},' +
      '"ToxoDB":{"Tg":{"aaTargets":["TgProteins"]}}}',
  );
});

it('there are none where no sites are configured, and nobody needs a token to ask', async () => {
  const { app } = createFakePlatform({ apiToken: 'secret' });
  expect(await (await app.request('/query/targets')).json()).toEqual({});
});

describe('below /query and /report errors have the form of these services', () => {
  it('a path that is none of theirs is not found', async () => {
    const { app } = createFakePlatform();
    for (const path of ['/query/nothing', '/report/nothing']) {
      const response = await app.request(path);
      expect(response.status).toBe(404);
      expect(response.headers.get('content-type')).toBe('application/json');
      expect(await response.json()).toEqual({
        status: 'not-found',
        message: expect.stringContaining(`There is nothing at GET ${path}`) as string,
      });
    }
  });

  it.each([
    ['a fault of ours', new Error('/secret/path is broken'), 500, 'Something went wrong on our side'],
    [
      'a server that is down',
      new PlatformError('STORE_UNAVAILABLE', 'The store does not answer. Try again later.'),
      503,
      'The store does not answer',
    ],
  ])('%s has a request id and no detail of ours', async (_what, error, status, message) => {
    const { app } = createFakePlatform({ sites: sitesOf(() => Promise.reject(error)) });
    const response = await app.request('/query/targets');
    expect(response.status).toBe(status);
    const body = (await response.json()) as Record<string, string>;
    expect(body).toEqual({
      status: 'server-error',
      message: expect.stringContaining(message) as string,
      requestId: response.headers.get('x-request-id'),
    });
    expect(JSON.stringify(body)).not.toContain('secret');
  });
});
