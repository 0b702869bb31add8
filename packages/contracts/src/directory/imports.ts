import { z } from 'zod';
import { Instant } from '../ids.ts';

/** What a sheet can carry. */
export const SheetKind = z.enum(['organisation', 'site', 'room', 'asset']);
export type SheetKind = z.infer<typeof SheetKind>;

/** Why a row cannot be taken. */
export const RowFaultCode = z.enum([
  'columnMissing',
  'columnUnknown',
  'empty',
  'tooLong',
  'badId',
  'notANumber',
  'formula',
  'unknownLevel',
  'unknownKind',
  'unknownParent',
  'unknownOrganisation',
  'unknownSite',
  'unknownNode',
  'unknownValue',
  'duplicateId',
  'duplicateCode',
  'duplicateNumber',
  'loop',
  'badDate',
  'dateDiffers',
  'dateInThePast',
  'unknownUnit',
  'unknownRelation',
  'relationUnfit',
  'nameMissing',
  'nameDiffers',
  'childrenRemain',
  'targetEnds',
  'duplicateSerial',
  'needsStep',
]);
export type RowFaultCode = z.infer<typeof RowFaultCode>;

/** `row` counts as in the sheet: the header is row 1. Column 0 means the whole row. */
export const RowFault = z.strictObject({
  row: z.int().min(1),
  column: z.string().max(60),
  code: RowFaultCode,
  value: z.string().max(120),
});
export type RowFault = z.infer<typeof RowFault>;

/** `POST /api/directory/imports?kind=&fileName=` (bytes of a CSV or XLSX): what the file would do; nothing is changed. */
export const ImportPreview = z.strictObject({
  batchId: z.string().max(64),
  kind: SheetKind,
  fileName: z.string().max(200),
  rows: z.int().min(0),
  added: z.int().min(0),
  changed: z.int().min(0),
  same: z.int().min(0),
  /** Every bad row up to the limit; `faultCount` is the truth. */
  faults: z.array(RowFault).max(2000),
  faultCount: z.int().min(0),
  /** The first changes, for reading. */
  sample: z
    .array(
      z.strictObject({
        row: z.int().min(2),
        act: z.enum(['add', 'change']),
        id: z.string().max(64),
        name: z.string().max(200),
        fields: z.array(z.string().max(60)).max(20),
      }),
    )
    .max(100),
});
export type ImportPreview = z.infer<typeof ImportPreview>;

/** `POST /api/directory/imports/:batchId/confirm`: once; a second time gives the same answer and changes nothing. */
export const ImportResult = z.strictObject({
  batchId: z.string().max(64),
  added: z.int().min(0),
  changed: z.int().min(0),
  confirmedAt: Instant,
});
export type ImportResult = z.infer<typeof ImportResult>;
