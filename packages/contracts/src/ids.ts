import { z } from 'zod';

const id = z
  .string()
  .min(1)
  .max(64)
  .regex(/^[A-Za-z0-9][A-Za-z0-9._:-]*$/);

export const MeetingId = id.brand<'MeetingId'>();
export type MeetingId = z.infer<typeof MeetingId>;
export const SiteId = id.brand<'SiteId'>();
export type SiteId = z.infer<typeof SiteId>;
export const NodeId = id.brand<'NodeId'>();
export type NodeId = z.infer<typeof NodeId>;
export const UserId = id.brand<'UserId'>();
export type UserId = z.infer<typeof UserId>;
export const OrganisationId = id.brand<'OrganisationId'>();
export type OrganisationId = z.infer<typeof OrganisationId>;
export const BringUpId = id.brand<'BringUpId'>();
export type BringUpId = z.infer<typeof BringUpId>;
/** Sent by whoever gives a command; the same id given twice is carried out once. */
export const CommandId = id.brand<'CommandId'>();
export type CommandId = z.infer<typeof CommandId>;

/** A part of a meeting with a stage of its own (R-MCU-10). */
export const ChamberId = id.brand<'ChamberId'>();
export type ChamberId = z.infer<typeof ChamberId>;

/** Short name of an installation, as those that are joined with it by a trunk know it; begins its sites' names there. */
export const InstallationCode = z
  .string()
  .max(12)
  .regex(/^[a-z][a-z0-9-]{1,11}$/)
  .brand<'InstallationCode'>();
export type InstallationCode = z.infer<typeof InstallationCode>;
/** One meeting of one installation taking part in a conference of another. */
export const TrunkId = id.brand<'TrunkId'>();
export type TrunkId = z.infer<typeof TrunkId>;
export const PeerId = id.brand<'PeerId'>();
export type PeerId = z.infer<typeof PeerId>;
/** One run of the recorder, from its start to its stop (R-REC-01). */
export const RecordingId = id.brand<'RecordingId'>();
export type RecordingId = z.infer<typeof RecordingId>;

/** A place on a node: a site's room (`site:<siteId>`) or a watching console (`monitor:<name>`). */
export const SeatId = z
  .string()
  .max(80)
  .regex(/^(site|monitor):[A-Za-z0-9][A-Za-z0-9._:-]*$/)
  .brand<'SeatId'>();
export type SeatId = z.infer<typeof SeatId>;
export const seatOfSite = (siteId: SiteId): SeatId => SeatId.parse(`site:${siteId}`);

/**
 * Instant, epoch milliseconds UTC. Live messages carry it as a number because they are compared and subtracted
 * thousands of times a minute; documents meant for people and partners use ISO 8601 with `Z`.
 */
export const Instant = z.int().min(0).max(8_640_000_000_000_000).brand<'Instant'>();
export type Instant = z.infer<typeof Instant>;
export const instant = (epochMs: number): Instant => Instant.parse(Math.round(epochMs));

/** Version of every socket protocol of this release. A breaking change raises it; other versions are refused. */
export const PROTOCOL_VERSION = 4;

/** A device of somebody's own that takes part (R-SEC-08). */
export const PersonalDeviceId = z.string().min(1).max(64);
