import type { documentsVi } from './text-vi.ts';

/** Texts of printed forms, English. */
export const documentsEn = {
  'forms.defaultLayout': 'Default layout',
  'forms.docx': 'DOCX',
  'forms.docxOf': 'Save as DOCX: {name}',
  'forms.issue': 'Issue',
  'forms.issueHint':
    'An issued document keeps every word. Each later print is the same, even when the file or the name of a body changes.',
  'forms.issueOf': 'Issue: {name}',
  'forms.issuedLine': 'Issued on {day} by {by}',
  'forms.issuedOn': 'Date of issue',
  'forms.issuedTitle': 'Issued documents',
  'forms.none': 'No form can be used in this state of the file yet.',
  'forms.number': 'Number and symbol',
  'forms.numberExample': '12/TB-VPUBND',
  'forms.numberHint': "As in the clerk's register of outgoing documents.",
  'forms.numberWrong': 'A number looks like 12/TB-VPUBND.',
  'forms.outdated': 'The file changed after it was issued',
  'forms.pdf': 'PDF',
  'forms.pdfOf': 'Save as PDF: {name}',
  'forms.preview': 'Preview',
  'forms.previewOf': 'Preview: {name}',
  'forms.savePdf': 'Save as PDF',
  'forms.title': 'Forms and documents',
} as const satisfies Readonly<Record<keyof typeof documentsVi, string>>;
