import { Feedback, type FeedbackState } from '@nhipcau/contracts';
import { sql } from 'kysely';
import type { Executor } from '../database/database.ts';

interface Row {
  id: string;
  organisation_id: string;
  unit_name: string;
  article: string | null;
  words: string;
  at: Date;
  by_name: string;
  compiled_at: Date | null;
  compiled_by: string | null;
  compiled_words: string | null;
  answered_at: Date | null;
  answered_by: string | null;
  answered_words: string | null;
}

/** What was told, the newest first; of one year when it is named. */
export async function listFeedback(
  executor: Executor,
  { year = null, feedbackId = null }: { year?: number | null; feedbackId?: string | null },
): Promise<Feedback[]> {
  const { rows } = await sql<Row>`
    select feedback.id, organisation_id, unit_name, article, feedback.words, feedback.at, feedback.by_name,
        compiled.at as compiled_at, compiled.by_name as compiled_by, compiled.words as compiled_words,
        answered.at as answered_at, answered.by_name as answered_by, answered.words as answered_words
      from feedback
      left join feedback_step compiled on compiled.feedback_id = feedback.id and compiled.act = 'compile'
      left join feedback_step answered on answered.feedback_id = feedback.id and answered.act = 'answer'
      where (${feedbackId}::text is null or feedback.id = ${feedbackId})
        and (${year}::int is null
          or extract(year from feedback.at at time zone 'Asia/Ho_Chi_Minh') = ${year}::int)
      order by feedback.at desc, feedback.id limit 2000`.execute(executor);
  return rows.map(feedbackOf);
}

const feedbackOf = (row: Row): Feedback => {
  const state: FeedbackState =
    row.answered_at !== null ? 'answered' : row.compiled_at !== null ? 'compiled' : 'open';
  return Feedback.parse({
    feedbackId: row.id,
    organisationId: row.organisation_id,
    unit: row.unit_name,
    article: row.article,
    words: row.words,
    at: row.at.getTime(),
    byName: row.by_name,
    state,
    compiled: row.compiled_at && {
      at: row.compiled_at.getTime(),
      byName: row.compiled_by,
      words: row.compiled_words,
    },
    answered: row.answered_at && {
      at: row.answered_at.getTime(),
      byName: row.answered_by,
      words: row.answered_words,
    },
  });
};
