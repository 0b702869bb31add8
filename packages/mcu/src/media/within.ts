import { RpcError } from '@nhipcau/base';

/** A router, transport, producer or consumer of mediasoup. */
interface Closable {
  readonly closed: boolean;
  close(): void;
}

/**
 * What is opened within something else. mediasoup closes the children it knows of when their parent closes; one whose
 * answer was on its way from the worker just then is handed over afterwards, and would stay open for good.
 *
 * @param parent - in which it is opened
 * @param opening - the call that opens it
 * @throws {RpcError} PEER_CLOSED when the parent closed meanwhile; what came is closed
 */
export async function within<Child extends Closable>(
  parent: Pick<Closable, 'closed'>,
  opening: Promise<Child>,
): Promise<Child> {
  const child = await opening;
  if (!parent.closed) return child;
  child.close();
  throw new RpcError('PEER_CLOSED');
}
