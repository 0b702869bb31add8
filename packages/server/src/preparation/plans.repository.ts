import { instant, McuSheet, NodeId, PlannedNode, PlanSections } from '@nhipcau/contracts';
import { z } from 'zod';
import type { Executor } from '../database/database.ts';

const Tree = z.array(PlannedNode);

export interface StoredPlan {
  readonly version: number;
  readonly sections: PlanSections;
  readonly tree: readonly PlannedNode[];
}

export async function newestPlan(executor: Executor, meetingId: string): Promise<StoredPlan | null> {
  const row = await executor
    .selectFrom('connection_plan')
    .select(['version', 'sections', 'tree'])
    .where('meeting_id', '=', meetingId)
    .orderBy('version', 'desc')
    .limit(1)
    .executeTakeFirst();
  if (!row) return null;
  return { version: row.version, sections: PlanSections.parse(row.sections), tree: Tree.parse(row.tree) };
}

export interface Mcu {
  readonly nodeId: NodeId;
  readonly name: string;
  readonly isMaster: boolean;
  readonly sheet: McuSheet | null;
  readonly standbyId: NodeId | null;
}

/** All MCUs, the root first, each with its newest sheet. */
export async function listMcus(executor: Executor): Promise<Mcu[]> {
  const rows = await executor
    .selectFrom('mcu_node')
    .leftJoinLateral(
      (eb) =>
        eb
          .selectFrom('mcu_sheet')
          .select('sheet')
          .whereRef('mcu_sheet.node_id', '=', 'mcu_node.id')
          .orderBy('mcu_sheet.id', 'desc')
          .limit(1)
          .as('newest'),
      (join) => join.onTrue(),
    )
    .select(['mcu_node.id', 'mcu_node.name', 'mcu_node.role', 'mcu_node.standby_id', 'newest.sheet'])
    .orderBy('mcu_node.role')
    .orderBy('mcu_node.name')
    .execute();
  return rows.map((row) => ({
    nodeId: NodeId.parse(row.id),
    name: row.name,
    isMaster: row.role === 'master',
    sheet: row.sheet === null ? null : McuSheet.parse(row.sheet),
    standbyId: row.standby_id === null ? null : NodeId.parse(row.standby_id),
  }));
}

/** The last word of each unit on a version. */
export async function agreementsOf(executor: Executor, meetingId: string, version: number) {
  const rows = await executor
    .selectFrom('plan_agreement')
    .distinctOn('organisation_id')
    .select(['organisation_id', 'agreed', 'note', 'by_name', 'at'])
    .where('meeting_id', '=', meetingId)
    .where('version', '=', version)
    .orderBy('organisation_id')
    .orderBy('id', 'desc')
    .execute();
  return new Map(
    rows.map((row) => [
      row.organisation_id,
      { agreed: row.agreed, note: row.note, byName: row.by_name, at: instant(row.at.getTime()) },
    ]),
  );
}

/** Node of each site by the directory. */
export async function homesOf(executor: Executor, siteIds: readonly string[]): Promise<Map<string, NodeId>> {
  if (siteIds.length === 0) return new Map();
  const rows = await executor
    .selectFrom('site')
    .select(['id', 'node_id'])
    .where('id', 'in', siteIds)
    .execute();
  return new Map(rows.map((row) => [row.id, NodeId.parse(row.node_id)]));
}

export async function hasWaves(executor: Executor, meetingId: string): Promise<boolean> {
  const row = await executor
    .selectFrom('rehearsal_wave')
    .select('stage')
    .where('meeting_id', '=', meetingId)
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}
