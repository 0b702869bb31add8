import { HttpFailure } from '@nhipcau/contracts';
import { permissions } from '@nhipcau/domain';
import { z } from 'zod';
import type { Allow } from './caller.ts';
import type { Route } from './route.ts';

const jsonSchema = (schema: z.ZodType, io: 'input' | 'output') => {
  const { $schema: _dialect, ...rest } = z.toJSONSchema(schema, {
    io,
    target: 'draft-2020-12',
    unrepresentable: 'any',
  });
  return rest;
};

const rolesOf = (allow: Allow): readonly string[] => ('anyone' in allow ? [] : permissions[allow.action]);

const securityOf = (allow: Allow): readonly Record<string, string[]>[] => {
  if ('anyone' in allow) return [{}];
  return [...(rolesOf(allow).length > 0 ? [{ session: [] }] : []), ...(allow.rooms ? [{ room: [] }] : [])];
};

function parametersOf(schema: z.ZodType | undefined, where: 'path' | 'query') {
  if (!schema) return [];
  const { properties = {}, required = [] } = jsonSchema(schema, 'input');
  return Object.entries(properties).map(([name, shape]) => ({
    name,
    in: where,
    required: where === 'path' || required.includes(name),
    schema: shape,
  }));
}

function operationOf(route: Route) {
  const success = route.reply
    ? { 'application/json': { schema: jsonSchema(route.reply, 'output') } }
    : { [route.produces ?? 'application/octet-stream']: {} };
  return {
    summary: route.summary,
    security: securityOf(route.allow),
    'x-roles': rolesOf(route.allow),
    ...('fresh' in route.allow ? { 'x-fresh': true } : {}),
    parameters: [...parametersOf(route.params, 'path'), ...parametersOf(route.query, 'query')],
    ...(route.upload
      ? {
          requestBody: {
            required: true,
            description: `at most ${route.upload.limitBytes} bytes`,
            content: Object.fromEntries(
              route.upload.contentTypes.map((type) => [
                type,
                { schema: { type: 'string', format: 'binary' } },
              ]),
            ),
          },
        }
      : {}),
    ...(route.body
      ? {
          requestBody: {
            required: true,
            content: { 'application/json': { schema: jsonSchema(route.body, 'input') } },
          },
        }
      : {}),
    responses: {
      '200': { description: 'Carried out', content: success },
      default: {
        description: 'Refused; `code` is one of docs/errors.md',
        content: { 'application/json': { schema: { $ref: '#/components/schemas/HttpFailure' } } },
      },
    },
  };
}

/** The OpenAPI 3.1 document, derived from the very table the server answers by. */
export function openApiOf(routes: readonly Route[]) {
  const paths: Record<string, Record<string, ReturnType<typeof operationOf>>> = {};
  for (const route of routes) {
    const path = route.path.replaceAll(/:(\w+)/g, '{$1}');
    paths[path] = { ...paths[path], [route.method.toLowerCase()]: operationOf(route) };
  }
  return {
    openapi: '3.1.0',
    info: { title: 'Nhịp Cầu', version: '1', description: 'Management of four-level video conferences' },
    paths,
    components: {
      schemas: { HttpFailure: jsonSchema(HttpFailure, 'output') },
      securitySchemes: {
        session: { type: 'apiKey', in: 'cookie', name: 'nhipcau_session' },
        room: { type: 'http', scheme: 'bearer' },
      },
    },
  };
}
