import { ControlDelegation, ControlToken, DelegationScope, instant } from '@nhipcau/contracts';
import { sql } from 'kysely';
import type { Executor } from '../database/database.ts';

const at = (date: Date | null) => (date === null ? null : instant(date.getTime()));
const idIn = { organisation: 'organisationId', site: 'siteId', meeting: 'meetingId' } as const;
const isKind = (kind: string): kind is keyof typeof idIn => Object.hasOwn(idIn, kind);

export const delegationScopeOf = (kind: string, id: string): DelegationScope =>
  DelegationScope.parse(isKind(kind) ? { kind, [idIn[kind]]: id } : { kind });

/** Tokens and VPN accounts ever issued, those in hand first, then the newest. */
export async function listTokens(executor: Executor): Promise<ControlToken[]> {
  const rows = await executor
    .selectFrom('control_token')
    .innerJoin('site', 'site.id', 'control_token.site_id')
    .innerJoin('user_account as holder', 'holder.id', 'holder_id')
    .innerJoin('user_account as issuer', 'issuer.id', 'issued_by')
    .selectAll('control_token')
    .select(['site.name as site_name', 'holder.name as holder_name', 'issuer.name as issuer_name'])
    .orderBy(sql`coalesce(returned_at, revoked_at) is not null`)
    .orderBy('issued_at', 'desc')
    .limit(2_000)
    .execute();
  return rows.map((row) =>
    ControlToken.parse({
      id: row.id,
      serial: row.serial,
      kind: row.kind,
      siteId: row.site_id,
      siteName: row.site_name,
      holderId: row.holder_id,
      holderName: row.holder_name,
      issuedAt: at(row.issued_at),
      issuedBy: row.issuer_name,
      returnedAt: at(row.returned_at),
      revokedAt: at(row.revoked_at),
      revokedReason: row.revoked_reason,
    }),
  );
}

/** Requests for control, those to be decided first, then the newest. */
export async function listDelegations(executor: Executor): Promise<ControlDelegation[]> {
  const rows = await executor
    .selectFrom('control_delegation')
    .innerJoin('site', 'site.id', 'control_delegation.site_id')
    .innerJoin('user_account as person', 'person.id', 'person_id')
    .leftJoin('control_token', 'control_token.id', 'token_id')
    .leftJoin('organisation', (join) =>
      join.onRef('organisation.id', '=', 'scope_id').on('scope_kind', '=', 'organisation'),
    )
    .leftJoin('site as scope_site', (join) =>
      join.onRef('scope_site.id', '=', 'scope_id').on('scope_kind', '=', 'site'),
    )
    .leftJoin('meeting', (join) => join.onRef('meeting.id', '=', 'scope_id').on('scope_kind', '=', 'meeting'))
    .selectAll('control_delegation')
    .select([
      'site.name as site_name',
      'person.name as person_name',
      'control_token.serial as token_serial',
      sql<string | null>`coalesce(organisation.name, scope_site.name, meeting.title)`.as('scope_name'),
    ])
    .orderBy(sql`control_delegation.state <> 'requested'`)
    .orderBy('requested_at', 'desc')
    .limit(2_000)
    .execute();
  return rows.map((row) =>
    ControlDelegation.parse({
      id: row.id,
      siteId: row.site_id,
      siteName: row.site_name,
      personId: row.person_id,
      personName: row.person_name,
      tokenSerial: row.token_serial,
      scope: delegationScopeOf(row.scope_kind, row.scope_id),
      scopeName: row.scope_name,
      evidence: row.evidence,
      state: row.state,
      requestedAt: at(row.requested_at),
      decidedAt: at(row.decided_at),
      revokedAt: at(row.revoked_at),
      reason: row.reason,
    }),
  );
}
