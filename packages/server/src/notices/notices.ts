import type { Clock } from '@nhipcau/base';
import type { Logger } from 'pino';
import type { ServerConfig } from '../config.ts';
import type { Database } from '../database/database.ts';
import type { Printer } from '../documents/printer.ts';
import type { Route } from '../http/route.ts';
import type { Jobs } from '../jobs/jobs.ts';
import type { LedgerService } from '../ledger/ledger.service.ts';
import { AnswersService } from './answers.service.ts';
import { BounceFolder } from './bounce-folder.ts';
import type { DatabaseOutbox } from './database-outbox.ts';
import { InboxService } from './inbox.ts';
import { type Mailer, noGateway, noMailer } from './mailer.ts';
import { NoticeViews } from './notice-views.ts';
import { noticeRoutes } from './notices.routes.ts';
import { NoticesService } from './notices.service.ts';
import { PartyOverrides } from './party-overrides.ts';
import { type CalendarFile, Postman } from './postman.ts';
import { SilenceService } from './silence.service.ts';
import { SmsGateway } from './sms-gateway.ts';
import { SmtpMailer } from './smtp-mailer.ts';
import { ZaloGateway } from './zalo-gateway.ts';

export interface NoticeParts {
  readonly database: Database;
  readonly clock: Clock;
  readonly jobs: Jobs;
  readonly log: Logger;
  readonly config: Pick<ServerConfig, 'mail' | 'sms' | 'zalo' | 'publicUrl' | 'dataDir'>;
  readonly outbox: DatabaseOutbox;
  readonly ledger: Pick<LedgerService, 'fulfil'>;
  readonly printer: Printer | null;
  readonly calendarFile: CalendarFile | null;
}

/** Everything about notices, wired. */
export class Notices {
  readonly listener: NoticesService;
  readonly postman: Postman;
  readonly silence: SilenceService;
  readonly routes: readonly Route[];
  /** The recipient of a link. Throws ACK_LINK_INVALID, ACK_LINK_EXPIRED. */
  readonly recipientOfLink: (token: string) => Promise<string>;
  readonly #mailer: Mailer;
  readonly #bounces: BounceFolder | null;

  constructor(parts: NoticeParts) {
    const { mail, sms: smsSettings, zalo, dataDir } = parts.config;
    const sms = smsSettings === null ? noGateway : new SmsGateway(smsSettings);
    const chat = zalo === null ? noGateway : new ZaloGateway(zalo, { dataDir, clock: parts.clock });
    this.#mailer = mail === null ? noMailer : new SmtpMailer(mail);
    const mailer = this.#mailer;
    this.listener = new NoticesService({ ...parts, mailer, sms, chat });
    this.postman = new Postman({
      ...parts,
      mailer,
      sms,
      chat,
      publicUrl: parts.config.publicUrl,
      language: mail?.language ?? 'vi',
    });
    this.silence = new SilenceService({ ...parts, mailer });
    const answers = new AnswersService({ ...parts, silence: this.silence });
    this.recipientOfLink = (token) => answers.recipientOfLink(token);
    this.#bounces =
      mail === null || mail.bounceFolder === null
        ? null
        : new BounceFolder({
            folder: mail.bounceFolder,
            report: (raw) => answers.report(raw),
            log: parts.log,
          });
    this.routes = noticeRoutes({
      answers,
      views: new NoticeViews(parts),
      inbox: new InboxService(parts),
      parties: new PartyOverrides(parts),
      audit: parts,
    });
  }

  /** Once, when the timers run: what waited while no server did. */
  async start(): Promise<void> {
    await this.silence.sweep();
    await this.postman.sweep();
    this.#bounces?.start();
  }

  async close(): Promise<void> {
    await this.#bounces?.close();
    this.#mailer.close();
  }
}
