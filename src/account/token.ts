import { hmac } from '@noble/hashes/hmac.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import { PlatformError } from '../errors/index.ts';

/** What a token says of its holder. Times are whole seconds since 1970. */
export interface Claims {
  readonly role: 'user' | 'guest';
  /** Whom it is for, among those of one role: 1 to 64 letters, digits, `_` and `-`. */
  readonly subject: string;
  readonly issuedAtSeconds: number;
  /** The first second at which it no longer counts; null: it always counts. */
  readonly expiresAtSeconds: number | null;
}

/**
 * A token that says so, safe in a header, a URL and a cookie as it stands:
 * `db1.ROLE.SUBJECT.ISSUED.EXPIRY.SIGNATURE`, the expiry `-` where there is none, the signature HMAC-SHA-256 of all before
 * it in hexadecimal. Whoever shares the secret can sign for its own users.
 * @throws PlatformError `INTERNAL` for claims that have no such form, or without a secret
 */
export function signToken(claims: Claims, secret: string): string {
  const { role, subject, issuedAtSeconds, expiresAtSeconds } = claims;
  const signed = ['db1', role, subject, issuedAtSeconds, expiresAtSeconds ?? '-'].join('.');
  const token = `${signed}.${signatureOf(signed, secret)}`;
  if (secret !== '' && tokenPattern.test(token)) return token;
  throw new PlatformError('INTERNAL', 'Something went wrong on our side.', {
    details: { reason: 'a token cannot be signed', ...claims },
  });
}

/** What a token says, if it was signed with this secret and counts now; `undefined` for every other text. */
export function verifyToken(text: string, secret: string, now: Date): Claims | undefined {
  const [, signed, role, subject, issued, expiry, signature] = tokenPattern.exec(text) ?? [];
  if (secret === '' || signed === undefined || subject === undefined || signature === undefined)
    return undefined;
  if (!areSame(signature, signatureOf(signed, secret))) return undefined;
  const expiresAtSeconds = expiry === '-' ? null : Number(expiry);
  if (expiresAtSeconds !== null && now.getTime() >= expiresAtSeconds * 1000) return undefined;
  return {
    role: role === 'user' ? 'user' : 'guest',
    subject,
    issuedAtSeconds: Number(issued),
    expiresAtSeconds,
  };
}

/** What the token of a guest nobody has seen before says. @param id - a fresh random id: its holder is who knows it */
export function newGuest(id: string, now: Date): Claims {
  return {
    role: 'guest',
    subject: id,
    issuedAtSeconds: Math.floor(now.getTime() / 1000),
    expiresAtSeconds: null,
  };
}

/** One text for one token: no leading zeros, no upper-case hexadecimal digits. */
const tokenPattern =
  /^(db1\.(user|guest)\.([A-Za-z0-9_-]{1,64})\.(0|[1-9]\d{0,10})\.(-|0|[1-9]\d{0,10}))\.([0-9a-f]{64})$/;

function signatureOf(signed: string, secret: string): string {
  return bytesToHex(hmac(sha256, utf8ToBytes(secret), utf8ToBytes(signed)));
}

/** Looks at every character, so that the time taken does not tell how many are right. Both have the same length. */
function areSame(given: string, expected: string): boolean {
  let difference = 0;
  for (let index = 0; index < expected.length; index += 1)
    difference |= given.charCodeAt(index) ^ expected.charCodeAt(index);
  return difference === 0;
}
