import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fastifyCookie from '@fastify/cookie';
import fastifyRateLimit from '@fastify/rate-limit';
import fastifyStatic from '@fastify/static';
import { permissions } from '@nhipcau/domain';
import Fastify, {
  type FastifyBaseLogger,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
  LogController,
} from 'fastify';
import { uuidv7 } from 'uuidv7';
import { AppError } from '../app-error.ts';
import { type Caller, checkAllowed } from './caller.ts';
import { describeFailure } from './failures.ts';
import { openApiOf } from './openapi.ts';
import type { RawReply, Route, SessionCookies } from './route.ts';
import { checkEncrypted, checkOrigin, securityHeaders } from './security.ts';
import { sendFile } from './send-file.ts';

export const SESSION_COOKIE = 'nhipcau_session';
const BODY_LIMIT_BYTES = 262_144;

/** A refusal that belongs into the audit although no service saw the request. */
export interface RefusedRequest {
  readonly caller: Caller;
  readonly method: string;
  readonly path: string;
  readonly code: string;
  readonly correlationId: string;
}

export interface ApplicationOptions {
  readonly routes: readonly Route[];
  readonly now: () => number;
  /** @param acts - the request is an act of a person, not the asking of a page that stands open */
  readonly identify: (request: {
    cookie: string | null;
    bearer: string | null;
    acts: boolean;
  }) => Promise<Caller>;
  readonly onRefused: (refused: RefusedRequest) => Promise<void>;
  readonly nodeAddresses: () => readonly string[];
  readonly isReady: () => Promise<boolean>;
  readonly metrics: {
    contentType: string;
    render: () => Promise<string>;
    observe: (route: string, status: number, ms: number) => void;
  };
  readonly log: FastifyBaseLogger;
  readonly webDir: string;
  readonly allowedOrigins: readonly string[];
  readonly behindTlsProxy: boolean;
  readonly requestsPerMinute: number;
}

/** The HTTP side of the server, not listening yet. */
export async function createApplication(options: ApplicationOptions): Promise<FastifyInstance> {
  const { behindTlsProxy } = options;
  const app = Fastify({
    loggerInstance: options.log,
    logController: new LogController({ disableRequestLogging: true }),
    trustProxy: behindTlsProxy,
    bodyLimit: BODY_LIMIT_BYTES,
    genReqId: () => uuidv7(),
    forceCloseConnections: true,
    routerOptions: { maxParamLength: 200 },
  });
  await app.register(fastifyCookie);
  await app.register(fastifyRateLimit, {
    global: true,
    max: options.requestsPerMinute,
    timeWindow: 60_000,
    // Never by what the caller chooses: a new cookie for each try would lift the limit.
    keyGenerator: (request) => request.ip,
    addHeaders: { 'x-ratelimit-limit': false, 'x-ratelimit-remaining': false, 'x-ratelimit-reset': false },
  });
  if (behindTlsProxy) app.addHook('onRequest', async (request) => checkEncrypted(request.raw));
  app.addHook('onSend', async (_request, reply) => {
    for (const [name, value] of Object.entries(
      securityHeaders(options.nodeAddresses(), { https: behindTlsProxy }),
    ))
      if (!reply.hasHeader(name)) reply.header(name, value);
    // A terminal whose clock is wrong counts by this (packages/web/src/api/server-clock.ts).
    reply.header('nhipcau-time', options.now());
  });
  app.addHook('onResponse', async (request, reply) => {
    options.metrics.observe(request.routeOptions.url ?? 'none', reply.statusCode, reply.elapsedTime);
  });
  app.setErrorHandler(async (cause, request, reply) => {
    const { status, body } = describeFailure(cause, request.id, request.log);
    return reply.code(status).header('cache-control', 'no-store').send(body);
  });
  takeFiles(app, options.routes);
  for (const route of options.routes) addRoute(app, route, options);
  addOwnRoutes(app, options);
  await addWebFiles(app, options.webDir);
  return app;
}

/** Files come as bytes; a route that expects JSON refuses them by its schema, and never takes more than its own limit. */
function takeFiles(app: FastifyInstance, routes: readonly Route[]): void {
  const types = new Set(routes.flatMap(({ upload }) => upload?.contentTypes ?? []));
  for (const type of types)
    app.addContentTypeParser(type, { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
}

function addRoute(app: FastifyInstance, route: Route, options: ApplicationOptions): void {
  const { allow, upload } = route;
  if (!('anyone' in allow) && permissions[allow.action].length === 0 && !allow.rooms)
    throw new Error(`route ${route.method} ${route.path} lets nobody in`);
  app.route({
    method: route.method,
    url: route.path,
    ...(route.perMinute ? { config: { rateLimit: { max: route.perMinute, timeWindow: 60_000 } } } : {}),
    ...(upload ? { bodyLimit: upload.limitBytes } : {}),
    ...(upload?.admit ? { onRequest: async ({ params }: FastifyRequest) => upload.admit?.(params) } : {}),
    handler: async (request, reply) => {
      const caller = await options.identify({ ...credentialsOf(request), acts: route.method !== 'GET' });
      await checkCaller(route, caller, request, options);
      const answer = await route.handle({
        params: request.params,
        query: request.query,
        body: request.body,
        caller,
        ip: request.ip,
        userAgent: request.headers['user-agent'] ?? null,
        origin: request.headers.origin ?? `${request.protocol}://${request.host}`,
        correlationId: request.id,
        range: request.headers.range ?? null,
        cookies: cookiesOf(reply, options.behindTlsProxy),
      });
      if (answer.kind === 'raw') return sendRaw(request, reply, answer.raw);
      if (answer.kind === 'file') return sendFile(request, reply, answer.file);
      return reply.header('cache-control', 'no-store').send(answer.value);
    },
  });
}

/** Permission and origin; a refusal is recorded, but not that a page which nobody is signed in on asks who is. */
async function checkCaller(
  { allow, path, method: routeMethod }: Route,
  caller: Caller,
  request: FastifyRequest,
  { onRefused, allowedOrigins, now }: ApplicationOptions,
): Promise<void> {
  try {
    checkAllowed(allow, caller, now());
    if (routeMethod !== 'GET') checkOrigin(request.headers, allowedOrigins);
  } catch (cause) {
    const isFirstLook = path === '/api/session' && routeMethod === 'GET' && isWithoutCredentials(request);
    if (cause instanceof AppError && !isFirstLook) {
      const { method, id, routeOptions } = request;
      await onRefused({ caller, method, path: routeOptions.url ?? '', code: cause.code, correlationId: id });
    }
    throw cause;
  }
}

function isWithoutCredentials(request: FastifyRequest): boolean {
  const { cookie, bearer } = credentialsOf(request);
  return cookie === null && bearer === null;
}

export function credentialsOf(request: Pick<FastifyRequest, 'cookies' | 'headers'>) {
  const bearer = /^Bearer ([A-Za-z0-9_-]{20,200})$/.exec(request.headers.authorization ?? '')?.[1];
  return { cookie: request.cookies[SESSION_COOKIE] ?? null, bearer: bearer ?? null };
}

const cookiesOf = (reply: FastifyReply, secure: boolean): SessionCookies => {
  const common = { path: '/', httpOnly: true, sameSite: 'strict', secure } as const;
  return {
    set: (token, lifeS) => void reply.setCookie(SESSION_COOKIE, token, { ...common, maxAge: lifeS }),
    clear: () => void reply.clearCookie(SESSION_COOKIE, common),
  };
};

function sendRaw(
  request: FastifyRequest,
  reply: FastifyReply,
  { bytes, contentType, etag, cacheControl }: RawReply,
) {
  reply.header('etag', etag).header('cache-control', cacheControl);
  if (request.headers['if-none-match'] === etag) return reply.code(304).send();
  return reply.header('content-type', contentType).send(bytes);
}

function addOwnRoutes(app: FastifyInstance, { routes, isReady, metrics }: ApplicationOptions): void {
  const document = openApiOf(routes);
  app.get('/api/openapi.json', async () => document);
  app.get('/healthz', async () => ({ status: 'ok' }));
  app.get('/readyz', async (_request, reply) =>
    (await isReady()) ? { status: 'ready' } : reply.code(503).send({ status: 'notReady' }),
  );
  app.get('/metrics', async (_request, reply) =>
    reply.type(metrics.contentType).send(await metrics.render()),
  );
}

/** Built files never change under their hashed names; the page itself is asked for anew each time. */
async function addWebFiles(app: FastifyInstance, webDir: string): Promise<void> {
  const page = join(webDir, 'index.html');
  const hasPage = existsSync(page);
  if (hasPage)
    await app.register(fastifyStatic, {
      root: webDir,
      index: 'index.html',
      preCompressed: true,
      dotfiles: 'ignore',
      cacheControl: false,
      setHeaders: (reply, path) => {
        reply.header(
          'cache-control',
          path.includes('/assets/') ? 'public, max-age=31536000, immutable' : 'no-cache',
        );
      },
    });
  app.setNotFoundHandler(async (request, reply) => {
    const isPage =
      request.method === 'GET' && !/^\/(api|ws)(\/|$)/.test(request.url) && !/\.\w+$/.test(request.url);
    if (!isPage || !hasPage) throw new AppError('NOT_FOUND');
    return reply
      .header('cache-control', 'no-cache')
      .type('text/html; charset=utf-8')
      .send(readFileSync(page));
  });
}
