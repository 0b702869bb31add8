import type { Clock } from '@nhipcau/base';
import {
  AgreeOnCost,
  AllowanceList,
  BudgetQuery,
  BudgetTable,
  CostStatement,
  instant,
  MonthQuery,
  NoteCosts,
  ProposeBudget,
  RecordServicePayment,
  ServicePayments,
  type SessionInfo,
} from '@nhipcau/contracts';
import { allowancePaper, budgetPaper, statementPaper } from '@nhipcau/domain';
import { z } from 'zod';
import type { Database } from '../database/database.ts';
import { sha256 } from '../documents/issued.repository.ts';
import type { Press } from '../documents/press.ts';
import { PaperFormat } from '../documents/print-job.ts';
import { printedAs } from '../documents/printer.ts';
import { personOf } from '../http/caller.ts';
import { defineRawRoute, defineRoute, type RawReply, type Route } from '../http/route.ts';
import { regulationInForce } from '../regulation/regulation.repository.ts';
import { auditedBy } from '../staff/worker.ts';
import { FinanceService } from './finance.service.ts';
import { ServicePaymentBook } from './service-payments.ts';

const PRINTS_PER_MINUTE = 60;
const Done = z.strictObject({});

interface Parts {
  readonly database: Database;
  readonly clock: Clock;
  readonly press: Pick<Press, 'print'>;
}

/** Costs, allowances and budgets, wired. */
export function openFinance({ database, clock, press }: Parts): Route[] {
  const finance = new FinanceService({ database, clock });
  const payments = new ServicePaymentBook({ database, clock });
  const audited = auditedBy({ database, clock });
  const headOf = async (person: SessionInfo) => {
    const { office } = await regulationInForce(database, { now: instant(clock.now()) });
    const unit =
      person.organisationId === null
        ? undefined
        : await database
            .selectFrom('organisation')
            .select('name')
            .where('id', '=', person.organisationId)
            .executeTakeFirst();
    return { issuer: unit?.name ?? office.forms.place, place: office.forms.place };
  };
  const printed = async (
    paper: Parameters<Press['print']>[0],
    form: string,
    span: string,
    format: PaperFormat,
  ): Promise<RawReply> => {
    const { bytes, contentType } = printedAs(
      { fileNumber: span, form, format },
      await press.print(paper, format),
    );
    return {
      bytes,
      contentType,
      etag: `"${sha256(bytes).toString('base64url')}"`,
      cacheControl: 'private, no-cache',
    };
  };
  return [
    defineRoute({
      method: 'GET',
      path: '/api/finance/statement',
      summary: 'Who bears what of a month’s closed meetings, by the locality’s text and by agreement',
      allow: { action: 'finance.read' },
      query: MonthQuery,
      reply: CostStatement,
      handle: ({ query, caller }) => finance.statement(query.month, personOf(caller)),
    }),
    defineRoute({
      method: 'POST',
      path: '/api/finance/agreements',
      summary: 'Note that host and site agreed who pays for the site',
      allow: { action: 'finance.write' },
      body: AgreeOnCost,
      reply: Done,
      handle: (call) =>
        audited('finance.agree', call.body.siteId, call, async (worker) => {
          await finance.agree(call.body, worker);
          return {};
        }),
    }),
    defineRoute({
      method: 'POST',
      path: '/api/finance/cost-notes',
      summary: 'Note the costs of a closed meeting; the newest note counts',
      allow: { action: 'finance.write' },
      body: NoteCosts,
      reply: Done,
      handle: (call) =>
        audited('finance.note', call.body.meetingId, call, async (worker) => {
          await finance.note(call.body, worker);
          return {};
        }),
    }),
    defineRoute({
      method: 'GET',
      path: '/api/finance/service-payments',
      summary: 'The leased service period by period: how its evaluation stands and what was paid',
      allow: { action: 'finance.read' },
      reply: ServicePayments,
      handle: ({ caller }) => payments.read(personOf(caller)),
    }),
    defineRoute({
      method: 'POST',
      path: '/api/finance/service-payments',
      summary: 'Record a payment of the leased service on the ground of a closed evaluation',
      allow: { action: 'finance.write' },
      body: RecordServicePayment,
      reply: Done,
      handle: (call) =>
        audited('finance.pay', call.body.period, call, async (worker) => {
          await payments.record(call.body, worker);
          return {};
        }),
    }),
    defineRoute({
      method: 'GET',
      path: '/api/finance/allowances',
      summary: 'Technicians who served the meetings of a month, from the duty sheets',
      allow: { action: 'finance.read' },
      query: MonthQuery,
      reply: AllowanceList,
      handle: ({ query, caller }) => finance.allowances(query.month, personOf(caller)),
    }),
    defineRoute({
      method: 'GET',
      path: '/api/finance/budget',
      summary: 'What units propose for a year by heading, beside their sites and use of the year before',
      allow: { action: 'finance.read' },
      query: BudgetQuery,
      reply: BudgetTable,
      handle: ({ query, caller }) => finance.budget(query.year, personOf(caller)),
    }),
    defineRoute({
      method: 'POST',
      path: '/api/finance/budget',
      summary: 'Propose an amount for a year under a heading, with its basis; the newest counts',
      allow: { action: 'finance.write' },
      body: ProposeBudget,
      reply: Done,
      handle: (call) =>
        audited('finance.propose', call.body.organisationId, call, async (worker) => {
          await finance.propose(call.body, worker);
          return {};
        }),
    }),
    ...PaperFormat.options.flatMap((format) => {
      const produces = format === 'pdf' ? 'application/pdf' : 'application/octet-stream';
      const shape = { allow: { action: 'finance.read' as const }, perMinute: PRINTS_PER_MINUTE, produces };
      return [
        defineRawRoute({
          method: 'GET',
          path: `/api/finance/statement.${format}`,
          summary: `Who bears what of a month, ${format.toUpperCase()}`,
          ...shape,
          query: MonthQuery,
          handle: async ({ query: { month }, caller }) => {
            const person = personOf(caller);
            const paper = statementPaper(await finance.statement(month, person), await headOf(person));
            return printed(paper, 'statement', month, format);
          },
        }),
        defineRawRoute({
          method: 'GET',
          path: `/api/finance/allowances.${format}`,
          summary: `Technicians who served the meetings of a month, ${format.toUpperCase()}`,
          ...shape,
          query: MonthQuery,
          handle: async ({ query: { month }, caller }) => {
            const person = personOf(caller);
            const paper = allowancePaper(await finance.allowances(month, person), await headOf(person));
            return printed(paper, 'allowances', month, format);
          },
        }),
        defineRawRoute({
          method: 'GET',
          path: `/api/finance/budget.${format}`,
          summary: `Proposals of a year by unit and heading, ${format.toUpperCase()}`,
          ...shape,
          query: BudgetQuery,
          handle: async ({ query: { year }, caller }) => {
            const person = personOf(caller);
            const paper = budgetPaper(await finance.budget(year, person), await headOf(person));
            return printed(paper, 'budget', `${year}`, format);
          },
        }),
      ];
    }),
  ];
}
