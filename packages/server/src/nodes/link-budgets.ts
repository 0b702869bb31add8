import {
  defaultLinkBudget,
  type LinkBudget,
  LinkBudget as LinkBudgetShape,
  NodeId,
} from '@nhipcau/contracts';
import { AppError } from '../app-error.ts';
import { type AuditActor, appendAudit } from '../audit/audit.repository.ts';
import type { Database } from '../database/database.ts';

/** A link and what it may carry. */
export interface KnownLink {
  readonly childId: NodeId;
  readonly parentId: NodeId;
  readonly budget: LinkBudget;
  readonly isSet: boolean;
}

/** What the cascade links of this installation may carry; a change holds at once, in live meetings too (R-MCU-04). */
export class LinkBudgets {
  readonly #database: Database;
  readonly #set: Map<NodeId, LinkBudget>;
  /** Told after every change. */
  onChanged: () => void = () => {};

  private constructor(database: Database, set: Map<NodeId, LinkBudget>) {
    this.#database = database;
    this.#set = set;
  }

  static async create(database: Database): Promise<LinkBudgets> {
    const rows = await database
      .selectFrom('mcu_node')
      .select(['id', 'link_budget'])
      .where('link_budget', 'is not', null)
      .execute();
    const set = rows.map((row) => [NodeId.parse(row.id), LinkBudgetShape.parse(row.link_budget)] as const);
    return new LinkBudgets(database, new Map(set));
  }

  /** What was set for the link of a node to its parent; null: nothing. */
  of(childId: NodeId): LinkBudget | null {
    return this.#set.get(childId) ?? null;
  }

  async list(): Promise<KnownLink[]> {
    const rows = await this.#database
      .selectFrom('mcu_node')
      .select(['id', 'parent_id'])
      .where('parent_id', 'is not', null)
      .orderBy('id')
      .execute();
    return rows.map((row) => {
      const childId = NodeId.parse(row.id);
      const budget = this.of(childId);
      return {
        childId,
        parentId: NodeId.parse(row.parent_id),
        budget: budget ?? defaultLinkBudget,
        isSet: budget !== null,
      };
    });
  }

  /** @throws {AppError} NOT_FOUND when there is no such node, or it has no parent */
  async set(
    childId: NodeId,
    budget: LinkBudget | null,
    { at, actor, correlationId }: { at: number; actor: AuditActor; correlationId?: string },
  ): Promise<void> {
    await this.#database.transaction().execute(async (trx) => {
      const { numUpdatedRows } = await trx
        .updateTable('mcu_node')
        .set({ link_budget: budget === null ? null : JSON.stringify(budget) })
        .where('id', '=', childId)
        .where('parent_id', 'is not', null)
        .executeTakeFirstOrThrow();
      if (numUpdatedRows !== 1n) throw new AppError('NOT_FOUND', { nodeId: childId });
      await appendAudit(trx, {
        at,
        actor,
        action: 'link.setBudget',
        subject: childId,
        facts: {
          downKbps: budget?.down.kbps ?? null,
          upKbps: budget?.up.kbps ?? null,
          isDefault: budget === null,
        },
        ...(correlationId ? { correlationId } : {}),
      });
    });
    if (budget === null) this.#set.delete(childId);
    else this.#set.set(childId, budget);
    this.onChanged();
  }
}
