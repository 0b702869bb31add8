import { z } from 'zod';
import { Instant, MeetingId, OrganisationId, SiteId, UserId } from '../ids.ts';

/**
 * What a person is to the system. A person may hold several roles, each within a scope; the first opens its home.
 *
 * The rights of each stand in one table, `domain/src/access/permissions.ts`.
 */
export const Role = z.enum([
  /** Cán bộ điều khiển MCU. */
  'operator',
  /** Chủ tọa và thư ký chủ tọa. */
  'chair',
  /** Cán bộ kỹ thuật điểm cầu. */
  'technician',
  /** Người theo dõi. */
  'observer',
  /** Quản trị hệ thống. */
  'administrator',
  /** Văn thư của cơ quan chủ trì: đăng ký họp. */
  'clerk',
  /** Người có thẩm quyền xác nhận. */
  'approver',
  /** Điều phối lịch, phòng, nhân lực. */
  'scheduler',
  /** Trực tiếp nhận đăng ký. */
  'desk',
  /** Đầu mối viễn thông, điện lực. */
  'partner',
  /** Kiểm tra, thanh tra. */
  'auditor',
  /** Lãnh đạo đơn vị: xác nhận sổ, nhật ký của đơn vị mình. */
  'head',
]);
export type Role = z.infer<typeof Role>;

/** Within which a role counts: everywhere, an organisation and all below it, one site, one meeting. */
export const GrantScope = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('installation') }),
  z.strictObject({ kind: z.literal('organisation'), organisationId: OrganisationId }),
  z.strictObject({ kind: z.literal('site'), siteId: SiteId }),
  z.strictObject({ kind: z.literal('meeting'), meetingId: MeetingId }),
]);
export type GrantScope = z.infer<typeof GrantScope>;

export const Grant = z.strictObject({ role: Role, scope: GrantScope });
export type Grant = z.infer<typeof Grant>;

/** A grant somebody works with: the own, or one lent for a time by whoever is away. */
export const HeldGrant = z.strictObject({
  ...Grant.shape,
  inPlaceOf: z.strictObject({ userId: UserId, name: z.string().max(200), until: Instant }).optional(),
});
export type HeldGrant = z.infer<typeof HeldGrant>;

/** Four kinds of account that are kept apart (TCVN 14423, 5.6.2.3). */
export const AccountKind = z.enum(['person', 'device', 'partner', 'service']);
export type AccountKind = z.infer<typeof AccountKind>;
