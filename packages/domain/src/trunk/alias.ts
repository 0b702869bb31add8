import { type InstallationCode, NodeId, SiteId } from '@nhipcau/contracts';

/** Begins the name of a guest, which is no site of the other installation: sites' names begin with a letter or digit. */
const PROGRAM = '_';

/**
 * The name under which a site of one installation is known in another (rule TK-3): two installations may number their
 * sites alike.
 *
 * @returns null when the name would be too long
 */
export const aliasOf = (code: InstallationCode, siteId: SiteId): SiteId | null =>
  SiteId.safeParse(`${code}:${siteId}`).data ?? null;

/** Whether a name was made for that installation: it may speak of no other here. */
export const isFrom = (code: InstallationCode, alias: SiteId): boolean => alias.startsWith(`${code}:`);

/** The site's own name again; null when the name does not come from that installation. */
export function plainOf(code: InstallationCode, alias: SiteId): SiteId | null {
  return isFrom(code, alias) ? (SiteId.safeParse(alias.slice(code.length + 1)).data ?? null) : null;
}

/** The guest that stands for a whole meeting of another installation. */
export const programOf = (code: InstallationCode): SiteId => SiteId.parse(`${code}:${PROGRAM}`);

/** Code of the installation whose whole meeting a guest stands for; null: it is a site. */
export const codeOfProgram = (siteId: SiteId): string | null =>
  siteId.endsWith(`:${PROGRAM}`) ? siteId.slice(0, -PROGRAM.length - 1) : null;

/** The node that stands for another installation's in our tree; null when its name would be too long. */
export const gateOf = (code: InstallationCode, nodeId: NodeId): NodeId | null =>
  NodeId.safeParse(`${code}:${nodeId}`).data ?? null;
