import { createHmac } from 'node:crypto';
import { newGuest, signToken, verifyToken, type Claims } from '../../../src/account/token.ts';

const secret = 'a secret of some thirty-two bytes';
const now = new Date('2026-01-01T00:00:00.000Z');
const nowSeconds = now.getTime() / 1000;
const claims: Claims = {
  role: 'user',
  subject: '42',
  issuedAtSeconds: nowSeconds,
  expiresAtSeconds: nowSeconds + 60,
};
const token = signToken(claims, secret);

/** Any text, with a signature that is good for it. */
function signed(text: string, key = secret): string {
  return `${text}.${createHmac('sha256', key).update(text).digest('hex')}`;
}

it.each<Claims>([
  claims,
  { ...claims, role: 'guest', subject: '0123456789abcdef' },
  { ...claims, expiresAtSeconds: null },
  { ...claims, issuedAtSeconds: 0 },
  { ...claims, subject: 'A_b-9'.padEnd(64, 'x') },
])('says what was signed, in characters that are safe in a URL: %j', (some) => {
  const text = signToken(some, secret);
  expect(text).toMatch(/^[\w.-]+$/);
  expect(encodeURIComponent(text)).toBe(text);
  expect(verifyToken(text, secret, now)).toEqual(some);
});

it('has one form that others can make: an HMAC-SHA-256 of what comes before it', () => {
  expect(token).toBe(signed(`db1.user.42.${String(nowSeconds)}.${String(nowSeconds + 60)}`));
});

it.each<[string, number, boolean]>([
  ['just before its expiry', -1, true],
  ['at its expiry', 0, false],
  ['after it', 1, false],
])('counts until its expiry: %s', (_when, offsetMs, counts) => {
  const at = new Date((nowSeconds + 60) * 1000 + offsetMs);
  expect(verifyToken(token, secret, at) !== undefined).toBe(counts);
});

it('counts for ever without one, also on a clock that is behind', () => {
  const text = signToken({ ...claims, expiresAtSeconds: null }, secret);
  for (const at of ['1970-01-01', '2025-12-31', '2999-01-01'])
    expect(verifyToken(text, secret, new Date(at))).toBeDefined();
});

it('counts for nothing with any one character left out, doubled or changed', () => {
  for (let index = 0; index < token.length; index += 1) {
    const [head, tail] = [token.slice(0, index), token.slice(index + 1)];
    const same = token.charAt(index);
    const others = ['0', 'a', 'A', 'f', '.', '-', ' ', '\n', '%', 'é'].filter((other) => other !== same);
    for (const middle of ['', same + same, ...others])
      expect(verifyToken(head + middle + tail, secret, now)).toBeUndefined();
  }
});

it.each<[string, string]>([
  ['empty', ''],
  ['a number', '42'],
  ['only a signature', signed('').slice(1)],
  ['without a signature', token.slice(0, token.lastIndexOf('.'))],
  ['with an upper-case signature', token.replace(/[0-9a-f]{64}$/, (digits) => digits.toUpperCase())],
  ['with a space before', ` ${token}`],
  ['with a line end behind', `${token}\n`],
  ['two of them', `${token}${token}`],
  ['cut in half', token.slice(0, 40)],
  ['very long', `${token}${'0'.repeat(1_000_000)}`],
  ['a JSON web token', 'eyJhbGciOiJub25lIn0.eyJzdWIiOiI0MiJ9.'],
  ['no ASCII', '\uD800\u0000é'],
  ['signed, of another version', signed('db2.user.42.1.-')],
  ['signed, of another role', signed('db1.admin.42.1.-')],
  ['signed, for nobody', signed('db1.user..1.-')],
  ['signed, for a subject that is too long', signed(`db1.user.${'x'.repeat(65)}.1.-`)],
  ['signed, for a subject with a dot', signed('db1.user.4.2.1.-')],
  ['signed, for a subject with a colon', signed('db1.user.guest:1.1.-')],
  ['signed, without a time', signed('db1.user.42..-')],
  ['signed, with a time before 1970', signed('db1.user.42.-1.-')],
  ['signed, with leading zeros', signed('db1.user.42.01.-')],
  ['signed, with a fraction', signed('db1.user.42.1.5.-')],
  ['signed, with an empty expiry', signed('db1.user.42.1.')],
  ['signed, with a word as expiry', signed('db1.user.42.1.never')],
  ['signed, with one field more', signed('db1.user.42.1.-.-')],
])('counts for nothing, and throws nothing, when it is %s', (_what, text) => {
  expect(verifyToken(text, secret, now)).toBeUndefined();
});

it('counts only with the key that signed it', () => {
  for (const other of ['', 'another', `${secret} `, secret.slice(1)])
    expect(verifyToken(token, other, now)).toBeUndefined();
});

it('counts for nothing where no secret is set, however it is signed', () => {
  expect(verifyToken(signed('db1.user.42.1.-', ''), '', now)).toBeUndefined();
});

it.each<[string, Partial<Claims>, string]>([
  ['for nobody', { subject: '' }, secret],
  ['for a subject with other characters', { subject: 'a.b' }, secret],
  ['for a subject that is too long', { subject: 'x'.repeat(65) }, secret],
  ['with a fraction of a second', { issuedAtSeconds: 1.5 }, secret],
  ['with a time before 1970', { expiresAtSeconds: -1 }, secret],
  ['with no time', { expiresAtSeconds: NaN }, secret],
  ['without a secret', {}, ''],
])('is not signed %s', (_what, change, key) => {
  expect(() => signToken({ ...claims, ...change }, key)).toThrow(
    expect.objectContaining({ code: 'INTERNAL' }) as Error,
  );
});

it('makes a guest of a fresh id, for ever', () => {
  const guest = newGuest('00ff', new Date(now.getTime() + 999));
  expect(guest).toEqual({
    role: 'guest',
    subject: '00ff',
    issuedAtSeconds: nowSeconds,
    expiresAtSeconds: null,
  });
  expect(verifyToken(signToken(guest, secret), secret, now)).toEqual(guest);
});
