import {
  type Instant,
  OrganisationId,
  OrganisationKind,
  type RegistrationRulesReply,
  type RegulationProfile,
  type SessionInfo,
} from '@nhipcau/contracts';
import { channelsOf, gives, kindsFor } from '@nhipcau/domain';
import { sql } from 'kysely';
import type { Executor } from '../database/database.ts';
import { regulationInForce } from '../regulation/regulation.repository.ts';
import { subtreeOf } from './directory-facts.ts';

const MOST_HOSTS = 500;

/** What the form of the home locality asks for, in its regulation's words, and for whom this person may fill it in. */
export async function formRules(
  executor: Executor,
  person: SessionInfo,
  now: Instant,
): Promise<RegistrationRulesReply> {
  const profile = await regulationInForce(executor, { now });
  const { fields, purposes, urgentCauses, chairBodies, kinds } = profile.office.registration;
  return {
    locality: profile.locality,
    kinds: profile.kinds.map(({ key, name, selfOrganised }) => ({
      key,
      name,
      selfOrganised,
      chairBodies: kinds[key]?.chairBodies ?? chairBodies.map((body) => body.key),
    })),
    urgencyNames: profile.urgencyNames,
    purposes: purposes.map(({ key, name }) => ({ key, name })),
    urgentCauses: urgentCauses.map(({ name }) => name),
    channels: {
      planned: [...(channelsOf(profile, 'planned') ?? [])],
      urgent: [...(channelsOf(profile, 'urgent') ?? [])],
    },
    chairBodies: chairBodies.map(({ key, name }) => ({ key, name })),
    fields: fields.map(({ field, label, required, kinds: only, cite }) => ({
      field,
      label,
      required,
      kinds: only,
      cite,
    })),
    allowsSecret: profile.parameters.secret !== null,
    hosts: await hostsOf(executor, person, profile),
  };
}

async function hostsOf(
  executor: Executor,
  { grants }: SessionInfo,
  profile: RegulationProfile,
): Promise<RegistrationRulesReply['hosts']> {
  const scopes = grants.filter((grant) => gives(grant, 'registration.write')).map(({ scope }) => scope);
  const everywhere = scopes.some(({ kind }) => kind === 'installation');
  const roots = scopes.flatMap((scope) => (scope.kind === 'organisation' ? [scope.organisationId] : []));
  if (!everywhere && roots.length === 0) return [];
  const rows = await executor
    .selectFrom('organisation')
    .innerJoin('level', 'level.code', 'organisation.level_code')
    .select(['organisation.id', 'organisation.name', 'organisation.level_code', 'organisation.kind'])
    .where('organisation.kind', 'not in', ['telecom', 'power', 'upstream'])
    .$if(!everywhere, (query) => query.where(sql<boolean>`organisation.id in ${subtreeOf(roots)}`))
    .orderBy('level.rank')
    .orderBy(sql`organisation.name collate "vi-x-icu"`)
    .limit(MOST_HOSTS)
    .execute();
  return rows.map(({ id, name, level_code: levelCode, kind }) => ({
    organisationId: OrganisationId.parse(id),
    name,
    kinds: kindsFor(profile, { levelCode, kind: OrganisationKind.parse(kind) }),
  }));
}
