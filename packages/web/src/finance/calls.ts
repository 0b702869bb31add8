import {
  type AgreeOnCost,
  AllowanceList,
  BudgetTable,
  CostStatement,
  type NoteCosts,
  type ProposeBudget,
  type RecordServicePayment,
  ServicePayments,
} from '@nhipcau/contracts';
import { z } from 'zod';
import { callApi } from '../api/http.ts';

const Done = z.strictObject({});

export const fetchStatement = (month: string, signal: AbortSignal) =>
  callApi(`/finance/statement?month=${month}`, { reply: CostStatement, signal });
export const fetchAllowances = (month: string, signal: AbortSignal) =>
  callApi(`/finance/allowances?month=${month}`, { reply: AllowanceList, signal });
export const fetchBudget = (year: number, signal: AbortSignal) =>
  callApi(`/finance/budget?year=${year}`, { reply: BudgetTable, signal });
export const agreeOnCost = (body: AgreeOnCost) =>
  callApi('/finance/agreements', { method: 'POST', body, reply: Done });
export const proposeBudget = (body: ProposeBudget) =>
  callApi('/finance/budget', { method: 'POST', body, reply: Done });
export const noteCosts = (body: NoteCosts) =>
  callApi('/finance/cost-notes', { method: 'POST', body, reply: Done });
export const fetchServicePayments = (signal: AbortSignal) =>
  callApi('/finance/service-payments', { reply: ServicePayments, signal });
export const recordServicePayment = (body: RecordServicePayment) =>
  callApi('/finance/service-payments', { method: 'POST', body, reply: Done });
