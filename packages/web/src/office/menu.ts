import type { Action, SessionInfo, Vocabulary } from '@nhipcau/contracts';
import { can, gives, mayEver } from '@nhipcau/domain';
import type { PlainTextKey } from '../text/catalogue.ts';

/** Under which heading an entry stands in the side menu. */
export type MenuGroup = 'work' | 'plan' | 'directory' | 'system';

export interface MenuEntry {
  /** Address it opens; also lit for addresses below it. */
  readonly path: string;
  readonly text: PlainTextKey;
  /** Its name where the locality's text means something else by it; absent: one name serves all. */
  readonly textIn?: (locality: Vocabulary) => PlainTextKey;
  readonly group: MenuGroup;
  /** Shown to whoever has this right anywhere. */
  readonly action: Action;
  /** Whether it is anything to this person by the home locality's text and their part in it; absent: it always is. */
  readonly isAsked?: (locality: Vocabulary, person: SessionInfo) => boolean;
}

export const menuGroups: readonly { readonly group: MenuGroup; readonly text: PlainTextKey }[] = [
  { group: 'work', text: 'office.group.work' },
  { group: 'plan', text: 'office.group.plan' },
  { group: 'directory', text: 'office.group.directory' },
  { group: 'system', text: 'office.group.system' },
];

/** Every page of the office half, in the order of the menu. */
export const menuEntries: readonly MenuEntry[] = [
  { path: '/', text: 'office.home', group: 'work', action: 'session.own' },
  { path: '/duyet', text: 'inbox.title', group: 'work', action: 'registration.decide' },
  { path: '/dang-ky', text: 'form.listTitle', group: 'work', action: 'registration.read' },
  { path: '/truc-ban', text: 'desk.title', group: 'work', action: 'registration.acceptLate' },
  { path: '/thoi-han', text: 'ledger.open', group: 'work', action: 'registration.read' },
  {
    path: '/thong-bao',
    text: 'notice.menu',
    group: 'plan',
    action: 'registration.read',
    // Who works at sites only is told, and answers elsewhere; who else was told is the host's matter.
    isAsked: (_, { grants }) =>
      grants.some((grant) => gives(grant, 'registration.read') && grant.scope.kind !== 'site'),
  },
  { path: '/chuan-bi', text: 'prep.open', group: 'plan', action: 'registration.read' },
  { path: '/bieu-mau', text: 'tpl.open', group: 'plan', action: 'document.print' },
  { path: '/ban-ghi', text: 'rec.list', group: 'work', action: 'recording.read' },
  { path: '/phoi-hop', text: 'notice.menuReceived', group: 'work', action: 'notice.acknowledge' },
  { path: '/su-co', text: 'inc.open', group: 'work', action: 'incident.read' },
  { path: '/so-nhat-ky', text: 'book.title', group: 'work', action: 'log.read' },
  {
    path: '/danh-gia',
    text: 'eval.title',
    textIn: ({ judged }) => (judged === 'execution' ? 'eval.executionTitle' : 'eval.title'),
    group: 'work',
    action: 'evaluation.read',
    // How the text is kept is about everybody: who answers for a part only does not judge the whole.
    isAsked: ({ judged }, { grants }) =>
      judged === 'system' || (judged === 'execution' && can(grants, 'evaluation.read', {})),
  },
  { path: '/duong-truyen', text: 'lines.meetings', group: 'work', action: 'line.read' },
  { path: '/bao-cao', text: 'report.menu', group: 'work', action: 'report.read' },
  { path: '/thong-ke', text: 'stat.menu', group: 'work', action: 'report.read' },
  { path: '/kinh-phi', text: 'fin.menu', group: 'work', action: 'finance.read' },
  { path: '/danh-ba', text: 'dir.title', group: 'directory', action: 'directory.read' },
  { path: '/lich', text: 'schedule.open', group: 'plan', action: 'schedule.read' },
  { path: '/nhan-su', text: 'staff.open', group: 'directory', action: 'staff.write' },
  { path: '/nhan-su/truc', text: 'roster.open', group: 'directory', action: 'roster.write' },
  { path: '/danh-ba-lien-lac', text: 'con.open', group: 'directory', action: 'staff.read' },
  { path: '/dao-tao', text: 'train.open', group: 'directory', action: 'guidance.read' },
  { path: '/thiet-bi', text: 'asset.open', group: 'directory', action: 'asset.read' },
  { path: '/ket-nap', text: 'adm.open', group: 'directory', action: 'staff.write' },
  { path: '/ho-so-tuan-thu', text: 'comp.open', group: 'directory', action: 'staff.write' },
  { path: '/hien-trang-ket-noi', text: 'cnx.open', group: 'directory', action: 'roster.write' },
  { path: '/quy-che', text: 'reg.open', group: 'system', action: 'regulation.read' },
  { path: '/tai-khoan', text: 'account.open', group: 'system', action: 'session.own' },
  { path: '/quan-tri/tai-khoan', text: 'accounts.open', group: 'system', action: 'account.manage' },
  { path: '/quan-tri/ra-soat-quyen', text: 'review.open', group: 'system', action: 'account.manage' },
  {
    path: '/quan-tri/phan-quyen-dieu-khien',
    text: 'control.open',
    group: 'system',
    action: 'delegation.decide',
  },
  { path: '/quan-tri/thiet-bi-ca-nhan', text: 'devices.open', group: 'system', action: 'site.admit' },
  { path: '/quan-tri/an-toan', text: 'security.open', group: 'system', action: 'security.read' },
  { path: '/quan-tri/lien-he-thong', text: 'trunk.menu', group: 'system', action: 'trunk.configure' },
  { path: '/quan-tri/man-hinh', text: 'hall.menu', group: 'system', action: 'wallboard.issue' },
  { path: '/quan-tri/nhat-ky', text: 'audit.open', group: 'system', action: 'audit.read' },
];

/** @param locality - undefined until it is known: what only some texts ask is not shown yet */
export const entriesFor = (person: SessionInfo, locality: Vocabulary | undefined): readonly MenuEntry[] =>
  menuEntries.filter(
    ({ action, isAsked }) =>
      mayEver(person.grants, action) &&
      (isAsked === undefined || (locality !== undefined && isAsked(locality, person))),
  );

/** The entry whose address is the longest beginning of this one. */
export const entryAt = (entries: readonly MenuEntry[], path: string): MenuEntry | undefined =>
  entries
    .filter((entry) => path === entry.path || (entry.path !== '/' && path.startsWith(`${entry.path}/`)))
    .toSorted((a, b) => b.path.length - a.path.length)[0];
