import {
  credentialOf,
  principalOfCredential,
  type CredentialPlaces,
  type CredentialRules,
} from '../../../src/account/credential.ts';
import { signToken, type Claims } from '../../../src/account/token.ts';

const rules: CredentialRules = {
  secret: 'secret',
  allowGuestNumbers: true,
  now: new Date('2026-01-01T00:00:00.000Z'),
};

const tokenOf = (role: Claims['role'], subject: string, expiresAtSeconds: number | null = null) =>
  signToken({ role, subject, issuedAtSeconds: 0, expiresAtSeconds }, rules.secret);

describe('a credential', () => {
  it('stands for the user or guest whom its token names', () => {
    expect(principalOfCredential(tokenOf('user', '7'), rules)).toEqual({ id: 'user:7', role: 'user' });
    expect(principalOfCredential(tokenOf('guest', '7'), rules)).toEqual({ id: 'guest:7', role: 'guest' });
  });

  it('stands for the same principal whenever and however long it was signed for', () => {
    const later = signToken(
      { role: 'user', subject: '7', issuedAtSeconds: 9, expiresAtSeconds: 9e9 },
      rules.secret,
    );
    expect(principalOfCredential(later, rules)).toEqual(principalOfCredential(tokenOf('user', '7'), rules));
  });

  it.each(['1', '7', '926010393', '9223372036854775807'])('may be the bare number of a guest: %s', (text) => {
    expect(principalOfCredential(text, rules)).toEqual({ id: `guest-number:${text}`, role: 'guest' });
  });

  it('is no bare number unless that is configured', () => {
    const strict = { ...rules, allowGuestNumbers: false };
    expect(principalOfCredential('7', strict)).toBeUndefined();
    expect(principalOfCredential(tokenOf('guest', '7'), strict)).toEqual({ id: 'guest:7', role: 'guest' });
  });

  it('gives no two of user, guest and guest by number the same id', () => {
    const ids = [tokenOf('user', '7'), tokenOf('guest', '7'), '7', tokenOf('user', 'guest-7')].map(
      (text) => principalOfCredential(text, rules)?.id,
    );
    expect(new Set(ids).size).toBe(4);
  });

  it.each([
    '',
    '0',
    '-7',
    '+7',
    '07',
    '7.0',
    '7e3',
    '0x7',
    ' 7',
    '7\n',
    '٧',
    '9223372036854775808',
    '12345678901234567890',
    'guest:7',
    'user:7',
    'abc',
  ])('stands for nobody when it is neither: %j', (text) => {
    expect(principalOfCredential(text, rules)).toBeUndefined();
  });

  it('stands for nobody when its token is of another key or over', () => {
    expect(principalOfCredential(tokenOf('user', '7'), { ...rules, secret: 'other' })).toBeUndefined();
    expect(principalOfCredential(tokenOf('user', '7', 1), rules)).toBeUndefined();
  });
});

describe('the credential of a request', () => {
  const places = ['header', 'query', 'bearer', 'cookie'] as const;
  /** Every way to give nothing, an empty text, one credential or another in each place. */
  const texts = [undefined, '', 'a', 'b'] as const;
  const combinations = places.reduce<CredentialPlaces[]>(
    (made, place) => made.flatMap((some) => texts.map((text) => ({ ...some, [place]: text }))),
    [{}],
  );

  it('is one, none or a contradiction in every combination of places', () => {
    expect(combinations).toHaveLength(256);
    for (const combination of combinations) {
      const said = new Set(places.map((place) => combination[place]).filter(Boolean));
      const [text] = said;
      expect([combination, credentialOf(combination)]).toEqual([
        combination,
        said.size === 0
          ? { kind: 'none' }
          : said.size === 1
            ? { kind: 'one', text }
            : { kind: 'contradiction' },
      ]);
    }
  });

  it('is none when the request has no place for it at all', () => {
    expect(credentialOf({})).toEqual({ kind: 'none' });
  });
});
