import type { officeVi } from './text-vi.ts';

/** Texts of the frame of the office half, English. */
export const officeEn = {
  'office.pageTitle': '{title} – Nhịp Cầu',
  'office.skip': 'To the content',
  'office.menu': 'Pages',
  'office.home': 'Today',
  'office.group.work': 'Work',
  'office.group.plan': 'Schedule and notices',
  'office.group.directory': 'Directory',
  'office.group.system': 'System',
  'office.export': 'Export CSV',
  'office.exportCut':
    'The file has only the first {count} {count#line|lines}; narrow the list to export the rest.',
  'office.due.late': '✖ {span} late',
  'office.due.soon': '▲ {span} left',
  'office.due.later': '● {span} left',
  'home.inbox': 'Waiting for my decision',
  'home.mine': 'Files of my organisation',
  'home.mineEmpty': 'No meeting registered yet.',
  'home.all': 'Show all',
  'home.due': 'Due next',
  'home.received': 'Notices to answer',
  'home.receivedEmpty': 'No notice waits for an answer.',
  'home.acknowledge': 'Acknowledge',
  'home.tasks': 'To be done by hand',
  'home.tasksEmpty': 'No call and no document is outstanding.',
  'home.task.telephone': 'Call {name} {phone}',
  'home.task.fax': 'Fax to {name} {phone}',
  'home.task.document': 'Document to {name} {phone}',
  'home.task.chat': 'Post to the group: {name} {phone}',
} as const satisfies Record<keyof typeof officeVi, string>;
