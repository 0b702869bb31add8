import type { Readable } from 'node:stream';
import { Client } from 'minio';
import type { ServerConfig } from '../config.ts';

/** A store elsewhere that speaks the S3 API. What it says when it is away is its own error. */
export interface RemoteStore {
  put(name: string, file: string): Promise<void>;
  /** Bytes the store has of it; null: it does not know it. */
  sizeOf(name: string): Promise<number | null>;
  /** Both ends included. */
  read(name: string, from: number, to: number): Promise<Readable>;
  remove(name: string): Promise<void>;
}

/** MinIO, Ceph, a provider's S3: whatever is named in the configuration; null: recordings stay on this disk. */
export function openRemoteStore(settings: ServerConfig['recordings']['s3']): RemoteStore | null {
  if (settings === null) return null;
  const { url, bucket, prefix, accessKey, secretKey, region } = settings;
  const { protocol, hostname, port } = new URL(url);
  const client = new Client({
    endPoint: hostname,
    useSSL: protocol === 'https:',
    ...(port === '' ? {} : { port: Number(port) }),
    accessKey,
    secretKey,
    region,
    pathStyle: true,
  });
  const at = (name: string) => `${prefix}${name}`;
  return {
    put: async (name, file) => {
      await client.fPutObject(bucket, at(name), file, { 'content-type': 'application/octet-stream' });
    },
    sizeOf: async (name) => {
      try {
        return (await client.statObject(bucket, at(name))).size;
      } catch (cause) {
        if (cause instanceof Error && 'code' in cause && cause.code === 'NotFound') return null;
        throw cause;
      }
    },
    read: (name, from, to) => client.getPartialObject(bucket, at(name), from, to - from + 1),
    remove: (name) => client.removeObject(bucket, at(name)),
  };
}
