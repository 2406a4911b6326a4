import type { Principal } from './principal.ts';
import { verifyToken } from './token.ts';

export interface CredentialRules {
  readonly secret: string;
  /** Whether a bare number is a guest, as Multi-Blast has it: anybody can be any of them. */
  readonly allowGuestNumbers: boolean;
  readonly now: Date;
}

/**
 * Whom a credential stands for; `undefined` when it is none of ours. Ids keep apart users, guests with a token, and guests
 * with a bare number: no number makes anybody a guest that we gave a token to.
 */
export function principalOfCredential(text: string, rules: CredentialRules): Principal | undefined {
  const claims = verifyToken(text, rules.secret, rules.now);
  if (claims) return { id: `${claims.role}:${claims.subject}`, role: claims.role };
  if (rules.allowGuestNumbers && isGuestNumber(text)) return { id: `guest-number:${text}`, role: 'guest' };
  return undefined;
}

/** A positive 64-bit integer, written in one way only. */
function isGuestNumber(text: string): boolean {
  return /^[1-9]\d{0,18}$/.test(text) && BigInt(text) < 2n ** 63n;
}

/** Where a request may carry a credential; what is absent or empty was not given. */
export interface CredentialPlaces {
  /** `Auth-Key` as a header, and as a query parameter. */
  readonly header?: string | undefined;
  readonly query?: string | undefined;
  /** What follows `Bearer` in `Authorization`. */
  readonly bearer?: string | undefined;
  readonly cookie?: string | undefined;
}

export type GivenCredential =
  | { readonly kind: 'none' }
  | { readonly kind: 'one'; readonly text: string }
  /** Two places say different things; none is believed. */
  | { readonly kind: 'contradiction' };

/** The credential of a request. The same one in several places is one. */
export function credentialOf({ header, query, bearer, cookie }: CredentialPlaces): GivenCredential {
  const given = new Set([header, query, bearer, cookie].filter((text) => text !== undefined && text !== ''));
  const [text] = given;
  if (text === undefined) return { kind: 'none' };
  return given.size === 1 ? { kind: 'one', text } : { kind: 'contradiction' };
}
