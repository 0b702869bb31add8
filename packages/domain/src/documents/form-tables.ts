import type { FormColumn, FormItem, PaperBlock, RegisteredSite } from '@nhipcau/contracts';
import { satellitesOf } from './form-contents.ts';
import type { DutyFacts, FormFacts, SiteFacts } from './form-facts.ts';
import { countInWords, printable, unbroken } from './print-words.ts';

type TableRule = Extract<FormItem, { kind: 'table' }>;
type PaperTable = Extract<PaperBlock, { kind: 'table' }>;

/** Rows a form has at least, to be filled in by hand. */
const EMPTY_ROWS = 3;

const unknownSite = (siteId: string): SiteFacts => ({
  name: siteId,
  organisation: '',
  address: null,
  room: '',
  level: '',
  mcu: '',
  terminal: 'vcs',
  dutyTitle: null,
  dutyPhone: null,
});

interface SiteRow {
  readonly index: number;
  readonly registered: RegisteredSite;
  readonly site: SiteFacts;
  readonly duty: readonly DutyFacts[];
}

const joined = (parts: readonly (string | null)[], by = '\n'): string =>
  parts.filter((part) => part !== null && part !== '').join(by);

const onDuty = ({ duty, site }: SiteRow): string => {
  const people = duty.filter(({ person }) => person !== null);
  if (people.length > 0) return people.map(({ person, phone }) => joined([person, phone])).join('\n');
  return joined([site.dutyTitle, site.dutyPhone]);
};

const siteCells: Readonly<Record<FormColumn, (row: SiteRow) => string>> = {
  index: ({ index }) => String(index + 1),
  site: ({ site }) => site.name,
  organisation: ({ site }) => site.organisation,
  address: ({ site }) => site.address ?? '',
  room: ({ site }) => site.room,
  level: ({ site }) => site.level,
  attendance: ({ registered }) => (registered.attendance === null ? '' : countInWords(registered.attendance)),
  contact: ({ registered }) => joined([registered.contactName, registered.contactPhone]),
  contactName: ({ registered }) => registered.contactName ?? '',
  contactPhone: ({ registered }) => registered.contactPhone ?? '',
  technician: onDuty,
  mcu: ({ site }) => site.mcu,
  connection: ({ site }) => joined([site.mcu, site.terminal === 'vcs' ? 'VCS' : 'trình duyệt']),
  post: () => '',
  person: onDuty,
  phone: ({ site }) => site.dutyPhone ?? '',
  session: () => '',
  blank: () => '',
};

function siteRows(rule: TableRule, facts: FormFacts): string[][] {
  const { data } = facts.registration;
  const chosen = rule.of === 'satellites' ? satellitesOf(data) : data.sites;
  return chosen.map((registered, index) => {
    const { siteId } = registered;
    const site = facts.sites.get(siteId) ?? unknownSite(siteId);
    const duty = facts.duty.filter((post) => post.siteId === siteId);
    return rule.columns.map(({ content }) => siteCells[content]({ index, registered, site, duty }));
  });
}

const dutyCell = (content: FormColumn, post: DutyFacts, index: number): string => {
  if (content === 'index') return String(index + 1);
  if (content === 'site') return post.site ?? '';
  if (content === 'post') return post.post;
  if (content === 'person') return post.person ?? '';
  return content === 'phone' ? (post.phone ?? '') : '';
};

const dutyRows = ({ columns }: TableRule, { duty }: FormFacts): string[][] =>
  duty.map((post, index) => columns.map(({ content }) => dutyCell(content, post, index)));

/** The table with what is known; never fewer than three rows, so that a form can be completed by hand. */
export function tableOf(rule: TableRule, facts: FormFacts, say: (text: string) => string): PaperTable {
  const rows = rule.of === 'duty' ? dutyRows(rule, facts) : siteRows(rule, facts);
  const missing = Math.max(0, EMPTY_ROWS - rows.length);
  const blank = rule.columns.map(() => '');
  return {
    kind: 'table',
    key: rule.of,
    columns: rule.columns.map(({ heading, width, align }) => ({ heading: say(heading), width, align })),
    rows: [
      ...rows.map((cells) => cells.map((cell) => unbroken(printable(cell)).slice(0, 2_000))),
      ...(rule.of === 'satellites' || rule.of === 'duty' ? Array.from({ length: missing }, () => blank) : []),
    ],
  };
}
