import type { papersVi } from './text-vi.ts';

/** Texts of invitations and papers, English. */
export const papersEn: Record<keyof typeof papersVi, string> = {
  'paper.title': 'Invitation and papers',
  'paper.none': 'No papers yet.',
  'paper.add': 'Add a paper…',
  'paper.hint': 'PDF, DOCX or ODT, at most 5 MB each, at most 20.',
  'paper.issue': 'Send to the sites',
  'paper.withdraw': 'Remove',
  'paper.withdrawOne': 'Remove {name}',
  'paper.save': 'Download',
  'paper.saveOne': 'Download {name}',
  'paper.waiting': 'Not sent yet',
  'paper.issued': 'Sent {at}',
  'paper.size': '{format}, {size} KB',
  'paper.required':
    'The regulation asks for them to be sent to every site before the meeting counts as noticed ({article}).',
  'paper.sites': 'State at the sites',
  'paper.site': 'Site',
  'paper.state': 'State',
  'paper.notSent': 'Not sent',
  'paper.sent': 'Sent, not all received',
  'paper.received': 'Received',
  'paper.count': '{received}/{sent} {sent#paper|papers}',
  'paper.by': '{by}, {at}',
  'paper.acknowledge': 'Acknowledge receipt of the papers',
};
