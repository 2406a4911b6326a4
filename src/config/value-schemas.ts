import { resolve } from 'node:path';
import { z } from 'zod';
import { Secret } from './secret.ts';

/** A decimal integer in a closed range, without sign, blanks or exponent. */
export function wholeNumber(minimum: number, maximum: number) {
  const isInRange = (text: string): boolean =>
    /^\d{1,15}$/.test(text) && Number(text) >= minimum && Number(text) <= maximum;
  const error = `must be a whole number from ${minimum} to ${maximum}`;
  return z.string().refine(isInRange, { error }).transform(Number);
}

export function oneOf<const T extends readonly [string, ...string[]]>(choices: T) {
  return z.enum(choices, { error: `must be one of ${choices.join(', ')}` });
}

/** A path, made absolute against the working folder. */
export const path = z
  .string()
  .refine((text) => !text.includes('\0'), { error: 'must be a path' })
  .transform((text) => resolve(text));

export const secret = z.string().transform((text) => new Secret(text));

export const text = z.string();

/** A name of Temporal, MongoDB or S3: nothing that would need quoting anywhere. */
export const plainName = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,62}$/, {
  error: 'must be a name of letters, digits, dots, dashes and underscores',
});

export const host = z.string().regex(/^[A-Za-z0-9.:_-]+$/, { error: 'must be a host name or an IP address' });

export const httpUrl = z
  .string()
  .refine(isHttpUrl, { error: 'must be an address that starts with http:// or https://' })
  .transform((url) => url.replace(/\/+$/, ''));

/** `host:port`; an IPv6 address stands in brackets. */
export const hostAndPort = z
  .string()
  .refine((address) => splitAddress(address) !== undefined, { error: 'must be host:port' })
  .transform((address) => splitAddress(address) ?? { host: '', port: 0 });

export interface HostAndPort {
  readonly host: string;
  readonly port: number;
}

function splitAddress(address: string): HostAndPort | undefined {
  const match = /^(?:\[([0-9A-Fa-f:]+)\]|([A-Za-z0-9._-]+)):(\d{1,5})$/.exec(address);
  const name = match?.[1] ?? match?.[2];
  const port = Number(match?.[3]);
  return name === undefined || port > 65535 ? undefined : { host: name, port };
}

function isHttpUrl(value: string): boolean {
  return /^https?:\/\//.test(value) && URL.canParse(value);
}
