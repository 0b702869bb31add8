import type { Clock } from '@nhipcau/base';
import { type EvaluationRules, instant, Vocabulary } from '@nhipcau/contracts';
import { termsOf } from '@nhipcau/domain';
import type { Database } from '../database/database.ts';
import { defineRoute, type Route } from '../http/route.ts';
import { regulationInForce } from '../regulation/regulation.repository.ts';

const judgedBy = ({ execution, periodic }: EvaluationRules): Vocabulary['judged'] =>
  execution !== null ? 'execution' : periodic !== null ? 'system' : null;

/** The words by which the home locality calls things (R-PROF-06): also before anybody has signed in. */
export const vocabularyRoutes = ({ database, clock }: { database: Database; clock: Clock }): Route[] => [
  defineRoute({
    method: 'GET',
    path: '/api/vocabulary',
    summary: "The home locality's own words, and what its text has judged",
    allow: { anyone: true },
    perMinute: 300,
    reply: Vocabulary,
    handle: async () => {
      const profile = await regulationInForce(database, { now: instant(clock.now()) });
      return {
        locality: profile.locality,
        name: profile.name,
        terms: termsOf(profile),
        judged: judgedBy(profile.office.evaluation),
      };
    },
  }),
];
