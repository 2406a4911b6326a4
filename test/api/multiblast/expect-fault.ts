/** The words of the contract; for what it has none it is a bad request. */
const words: Readonly<Record<number, string>> = {
  400: 'bad-request',
  401: 'unauthorized',
  403: 'forbidden',
  404: 'not-found',
  409: 'conflict',
  410: 'gone',
  422: 'invalid-input',
  500: 'server-error',
  503: 'server-error',
};

/** Expects the error body of the services: its word, a sentence that gives nothing away, and what its status adds. */
export function expectFault(answer: {
  readonly status: number;
  readonly body: unknown;
  readonly requestId?: string | null;
}): void {
  const { status, body, requestId } = answer;
  expect(body).toEqual({
    status: words[status] ?? 'bad-request',
    message: expect.stringMatching(/^[A-Z].*[.]$/s) as string,
    ...(status === 422 && {
      errors: { general: expect.any(Array) as unknown[], byKey: expect.any(Object) as object },
    }),
    ...(status >= 500 && { requestId: requestId ?? (expect.any(String) as string) }),
  });
  const text = JSON.stringify(body);
  // No line of a stack, no path of ours, no name of a port or class.
  expect(text).not.toMatch(/\bat \w+.*:\d+|node_modules|file:\/\/|\/(srv|tmp|home|usr)\/|Error\b|ENOENT/);
}
