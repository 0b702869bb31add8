import { type NodeId, SpareNode } from '@nhipcau/contracts';
import { standbyFault } from '@nhipcau/domain';
import { AppError } from '../app-error.ts';
import { type AuditActor, appendAudit } from '../audit/audit.repository.ts';
import type { Database } from '../database/database.ts';
import { listNodes } from '../directory/directory.repository.ts';

/** Which node takes whose place when it is lost; a change holds at once, in live meetings too (R-CON-13). */
export class Standbys {
  readonly #database: Database;
  #declared: ReadonlyMap<NodeId, SpareNode> = new Map();
  /** Told after every change. */
  onChanged: () => void = () => {};

  private constructor(database: Database) {
    this.#database = database;
  }

  static async create(database: Database): Promise<Standbys> {
    const standbys = new Standbys(database);
    await standbys.reload();
    return standbys;
  }

  /** The declared standby of a node; null: none. */
  of(nodeId: NodeId): SpareNode | null {
    return this.#declared.get(nodeId) ?? null;
  }

  /** Reads the directory again: addresses of nodes may have changed. */
  async reload(): Promise<void> {
    const nodes = await listNodes(this.#database);
    const byId = new Map(nodes.map(({ node }) => [node.nodeId, node]));
    this.#declared = new Map(
      nodes.flatMap(({ node: { nodeId, standbyId } }): [NodeId, SpareNode][] => {
        const standby = standbyId === undefined ? undefined : byId.get(standbyId);
        if (!standby) return [];
        const { name, linkUrl, publicKey } = standby;
        return [[nodeId, SpareNode.parse({ nodeId: standby.nodeId, name, linkUrl, publicKey })]];
      }),
    );
  }

  /** @throws {AppError} NOT_FOUND, STANDBY_NOT_POSSIBLE */
  async declare(
    nodeId: NodeId,
    standbyId: NodeId | null,
    { at, actor, correlationId }: { at: number; actor: AuditActor; correlationId?: string },
  ): Promise<void> {
    await this.#check(nodeId, standbyId);
    await this.#database.transaction().execute(async (trx) => {
      await trx
        .updateTable('mcu_node')
        .set({ standby_id: standbyId })
        .where('id', '=', nodeId)
        .executeTakeFirstOrThrow();
      await appendAudit(trx, {
        at,
        actor,
        action: 'node.declareStandby',
        subject: nodeId,
        facts: { standbyId },
        ...(correlationId ? { correlationId } : {}),
      });
    });
    await this.reload();
    this.onChanged();
  }

  async #check(nodeId: NodeId, standbyId: NodeId | null): Promise<void> {
    const nodes = await listNodes(this.#database);
    const isKnown = (wanted: NodeId) => nodes.some(({ node }) => node.nodeId === wanted);
    const unknown = [nodeId, standbyId].find((wanted) => wanted !== null && !isKnown(wanted));
    if (unknown) throw new AppError('NOT_FOUND', { nodeId: unknown });
    const standby = nodes.find(({ node }) => node.nodeId === standbyId)?.node;
    if (!standby) return;
    const tree = nodes.filter(({ role }) => role !== 'standby').map(({ node }) => node);
    const fault = standbyFault(tree, { nodeId, standby });
    if (fault) throw new AppError('STANDBY_NOT_POSSIBLE', { nodeId, standbyId, fault: fault.kind });
  }
}
