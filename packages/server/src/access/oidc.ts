import {
  allowInsecureRequests,
  authorizationCodeGrant,
  buildAuthorizationUrl,
  type Configuration,
  calculatePKCECodeChallenge,
  discovery,
  randomNonce,
  randomPKCECodeVerifier,
  randomState,
} from 'openid-client';
import { AppError } from '../app-error.ts';

/** The page of ours to which the provider sends the browser back. */
export const OIDC_RETURN_PATH = '/dang-nhap/dinh-danh';
const TIMEOUT_S = 10;

export interface OidcSettings {
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** As the sign-in page calls it. */
  readonly name: string;
  /** Claim by which a person is recognised: `sub`, or a citizen's number. */
  readonly claim: string;
}

export interface OidcStart {
  readonly url: string;
  /** What must be remembered until the browser comes back. */
  readonly data: Readonly<Record<'state' | 'nonce' | 'verifier' | 'redirect', string>>;
}

/** An identity provider (OpenID Connect, code flow with PKCE). It is asked for its addresses at the first use. */
export class Oidc {
  readonly #settings: OidcSettings;
  #configuration: Promise<Configuration> | null = null;

  constructor(settings: OidcSettings) {
    this.#settings = settings;
  }

  get name(): string {
    return this.#settings.name;
  }

  get issuer(): string {
    return this.#settings.issuer;
  }

  /** @throws {AppError} OIDC_REFUSED when the provider cannot be reached */
  async start(origin: string): Promise<OidcStart> {
    const configuration = await this.#discovered();
    const data = {
      state: randomState(),
      nonce: randomNonce(),
      verifier: randomPKCECodeVerifier(),
      redirect: `${origin}${OIDC_RETURN_PATH}`,
    };
    const url = buildAuthorizationUrl(configuration, {
      redirect_uri: data.redirect,
      scope: 'openid profile',
      state: data.state,
      nonce: data.nonce,
      code_challenge: await calculatePKCECodeChallenge(data.verifier),
      code_challenge_method: 'S256',
    });
    return { url: url.href, data };
  }

  /**
   * Exchanges what the browser brought back.
   *
   * @param query - of the address at which it came back
   * @returns the value of the claim by which we recognise people
   * @throws {AppError} OIDC_REFUSED
   */
  async finish(query: string, data: Readonly<Record<string, string>>): Promise<string> {
    const configuration = await this.#discovered();
    const address = new URL(data['redirect'] ?? '');
    address.search = query;
    const tokens = await authorizationCodeGrant(configuration, address, {
      expectedState: data['state'] ?? '',
      expectedNonce: data['nonce'] ?? '',
      pkceCodeVerifier: data['verifier'] ?? '',
      idTokenExpected: true,
    }).catch((cause: unknown) => {
      throw new AppError('OIDC_REFUSED', {}, { cause });
    });
    const subject = tokens.claims()?.[this.#settings.claim];
    if (typeof subject !== 'string' || subject === '')
      throw new AppError('OIDC_REFUSED', { claim: this.#settings.claim });
    return subject;
  }

  async #discovered(): Promise<Configuration> {
    this.#configuration ??= this.#discover();
    return this.#configuration.catch((cause: unknown) => {
      this.#configuration = null; // Asked again at the next try.
      throw new AppError('OIDC_REFUSED', {}, { cause });
    });
  }

  async #discover(): Promise<Configuration> {
    const { issuer, clientId, clientSecret } = this.#settings;
    const address = new URL(issuer);
    // Plain HTTP only to this very machine, as in tests; the configuration refuses every other such address.
    const execute = address.protocol === 'http:' ? [allowInsecureRequests] : [];
    return discovery(address, clientId, clientSecret, undefined, { execute, timeout: TIMEOUT_S });
  }
}
