import { createHash, randomBytes } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';

interface Grant {
  readonly nonce: string;
  readonly challenge: string;
  readonly redirect: string;
  readonly subject: string;
}

/** An OpenID Connect provider in this process: discovery, keys, and the exchange of a code with PKCE. */
export class TestIdentityProvider {
  readonly #server: Server;
  readonly #grants = new Map<string, Grant>();
  readonly #keys: Awaited<ReturnType<typeof generateKeyPair>>;
  /** Claims that differ from the truth in the next token. */
  lie: Record<string, unknown> = {};
  issuer = '';

  private constructor(server: Server, keys: Awaited<ReturnType<typeof generateKeyPair>>) {
    this.#server = server;
    this.#keys = keys;
  }

  static async open(): Promise<TestIdentityProvider> {
    const server = createServer();
    const provider = new TestIdentityProvider(server, await generateKeyPair('RS256'));
    server.on('request', (request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        void provider.#answer(request.url ?? '', Buffer.concat(chunks).toString()).then((body) => {
          response.writeHead(body === null ? 400 : 200, { 'content-type': 'application/json' });
          response.end(JSON.stringify(body ?? { error: 'invalid_grant' }));
        });
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    provider.issuer = `http://127.0.0.1:${port}`;
    return provider;
  }

  /** The person signs in there: what the browser brings back to our page. */
  consent(authorizationUrl: string, subject: string): string {
    const { searchParams } = new URL(authorizationUrl);
    const code = randomBytes(16).toString('hex');
    this.#grants.set(code, {
      nonce: searchParams.get('nonce') ?? '',
      challenge: searchParams.get('code_challenge') ?? '',
      redirect: searchParams.get('redirect_uri') ?? '',
      subject,
    });
    return `?${new URLSearchParams({ code, state: searchParams.get('state') ?? '', iss: this.issuer })}`;
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise<void>((resolve) => this.#server.close(() => resolve()));
  }

  async #answer(path: string, body: string): Promise<object | null> {
    if (path.startsWith('/.well-known/openid-configuration'))
      return {
        issuer: this.issuer,
        authorization_endpoint: `${this.issuer}/authorize`,
        token_endpoint: `${this.issuer}/token`,
        jwks_uri: `${this.issuer}/keys`,
        response_types_supported: ['code'],
        subject_types_supported: ['public'],
        id_token_signing_alg_values_supported: ['RS256'],
        authorization_response_iss_parameter_supported: true,
      };
    if (path === '/keys')
      return { keys: [{ ...(await exportJWK(this.#keys.publicKey)), kid: 'k', alg: 'RS256', use: 'sig' }] };
    return path === '/token' ? this.#token(new URLSearchParams(body)) : null;
  }

  async #token(form: URLSearchParams): Promise<object | null> {
    const grant = this.#grants.get(form.get('code') ?? '');
    this.#grants.delete(form.get('code') ?? '');
    const proof = createHash('sha256')
      .update(form.get('code_verifier') ?? '')
      .digest('base64url');
    if (!grant || proof !== grant.challenge || form.get('redirect_uri') !== grant.redirect) return null;
    const now = Math.floor(Date.now() / 1000);
    const claims = { nonce: grant.nonce, sub: grant.subject, aud: 'nhip-cau', iss: this.issuer, ...this.lie };
    const token = await new SignJWT({ ...claims, iat: now, exp: now + 60 })
      .setProtectedHeader({ alg: 'RS256', kid: 'k' })
      .sign(this.#keys.privateKey);
    return { access_token: 'x', token_type: 'Bearer', expires_in: 60, id_token: token };
  }
}
