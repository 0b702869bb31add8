import type { ColumnType, GeneratedAlways } from 'kysely';
import type { Time } from './column.ts';

export interface FinanceTables {
  cost_agreement: {
    id: GeneratedAlways<string>;
    meeting_id: string;
    site_id: string;
    payer: string | null;
    note: string;
    at: Time;
    user_id: string;
    by_name: string;
  };
  cost_note: {
    id: GeneratedAlways<string>;
    meeting_id: string;
    words: string;
    at: Time;
    user_id: string;
    by_name: string;
  };
  service_payment: {
    id: GeneratedAlways<string>;
    period: string;
    amount: ColumnType<string | null, number | null, number | null>;
    decision: string;
    at: Time;
    user_id: string;
    by_name: string;
  };
  budget_proposal: {
    id: GeneratedAlways<string>;
    year: number;
    organisation_id: string;
    category: string;
    amount: ColumnType<string, number, number>;
    basis: string;
    at: Time;
    user_id: string;
    by_name: string;
  };
}
