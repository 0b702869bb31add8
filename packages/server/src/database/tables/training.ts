import type { Generated } from 'kysely';
import type { Time } from './column.ts';

/** Columns of type `date` are written as `2026-03-02` and read through `::text`. */
export interface TrainingTables {
  training_course: {
    id: string;
    title: string;
    content: string | null;
    organiser_id: string;
    place: string;
    trainers: string | null;
    starts_on: string;
    ends_on: string;
    state: Generated<string>;
    reason: string | null;
    at: Time;
    by_name: string;
  };
  training_attendance: {
    course_id: string;
    person_id: string;
    attendance: string | null;
    passed: Generated<boolean>;
    certificate: string | null;
  };
  guide: {
    id: string;
    topic: string;
    version: number;
    title: string;
    file_name: string;
    content_type: string;
    content: Buffer;
    hash: Buffer;
    at: Time;
    by_name: string;
  };
  guide_reading: { guide_id: string; user_id: string; at: Time };
}
