/**
 * Two ways to send the server's one token, which it need not have; below `/query` and `/report` a token of a user or guest is sent as
 * `bearer` or `authKey`.
 */
export const securitySchemes = {
  bearer: { type: 'http', scheme: 'bearer' },
  elbToken: { type: 'apiKey', in: 'header', name: 'X-ELB-API-Token' },
  authKey: { type: 'apiKey', in: 'header', name: 'Auth-Key' },
} as const;

/** Head of the API description. */
export const openApiInfo = {
  openapi: '3.1.0',
  info: {
    title: 'Durablast',
    version: '0.1.0',
    description:
      'BLAST searches and their reports as durable, content-addressed jobs: the same request is the same job, ' +
      'computed once, whoever asks and however often.',
    license: { name: 'MIT', identifier: 'MIT' },
  },
  security: [{}, { bearer: [] }, { elbToken: [] }, { authKey: [] }],
  tags: [
    { name: 'searches', description: 'Submit a search, follow it, fetch its results' },
    { name: 'jobs', description: 'Any kind of job by its content-addressed id' },
    { name: 'databases', description: 'What can be searched' },
    { name: 'query service', description: "Searches as clients of Multi-Blast's query service make them" },
    {
      name: 'report service',
      description: "Their reports as clients of Multi-Blast's report service make them",
    },
    { name: 'admin', description: 'Expiry, restarts, sweep and reconciliation; for administrators' },
    { name: 'system', description: 'Health and figures' },
  ],
};
