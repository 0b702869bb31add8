import type { AssetId } from '@nhipcau/contracts';
import { carePoster, handoverPaper, technicalSheet } from '@nhipcau/domain';
import { AppError } from '../app-error.ts';
import { sha256 } from '../documents/issued.repository.ts';
import type { Press } from '../documents/press.ts';
import type { PrintFormat } from '../documents/print-job.ts';
import { PRINTED_TIME } from '../documents/printed-time.ts';
import type { RawReply } from '../http/route.ts';
import type { StaffParts, Worker } from '../staff/staff-parts.ts';
import type { AssetDetails } from './asset-detail.ts';
import { assetRules } from './asset-parts.ts';
import type { HandoversService } from './handovers.service.ts';

const contentTypes = {
  pdf: 'application/pdf',
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
} as const;

export const printed = (bytes: Buffer, format: PrintFormat): RawReply => ({
  contentType: contentTypes[format],
  bytes,
  etag: `"${sha256(bytes).toString('base64url')}"`,
  cacheControl: 'private, no-cache',
});

const written = new Intl.DateTimeFormat('vi-VN', {
  timeZone: 'Asia/Ho_Chi_Minh',
  ...PRINTED_TIME,
});
const timeOf = (at: number): string => written.format(at);

/** Papers of the inventory. */
export class AssetPrints {
  readonly #parts: StaffParts & { readonly press: Pick<Press, 'print'> };
  readonly #details: AssetDetails;
  readonly #handovers: HandoversService;

  constructor(
    parts: StaffParts & { readonly press: Pick<Press, 'print'> },
    { details, handovers }: { details: AssetDetails; handovers: HandoversService },
  ) {
    this.#parts = parts;
    this.#details = details;
    this.#handovers = handovers;
  }

  /** @throws {AppError} HANDOVER_UNKNOWN and those of the press */
  async handover(handoverId: string, format: PrintFormat, worker: Worker): Promise<Buffer> {
    return this.#parts.press.print(
      handoverPaper(await this.#handovers.read(handoverId, worker), timeOf),
      format,
    );
  }

  /** @throws {AppError} ASSET_UNKNOWN, NOT_ALLOWED and those of the press */
  async sheet(assetId: AssetId, format: PrintFormat, worker: Worker): Promise<Buffer> {
    return this.#parts.press.print(technicalSheet(await this.#details.read(assetId, worker), timeOf), format);
  }

  /** @throws {AppError} FORM_UNKNOWN where the text gives no rules of care, and those of the press */
  async poster(format: PrintFormat): Promise<Buffer> {
    const { database, clock, press } = this.#parts;
    const { care } = (await assetRules(database, clock.now())).rules;
    if (care === null) throw new AppError('FORM_UNKNOWN', { form: 'carePoster' });
    return press.print(carePoster(care), format);
  }
}
