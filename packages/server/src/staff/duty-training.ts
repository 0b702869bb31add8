import type { DutyTraining, TrainingRules } from '@nhipcau/contracts';
import { dutyTrainingIn } from '@nhipcau/domain';
import type { Executor } from '../database/database.ts';
import { listPeople } from './operators.repository.ts';

type Judge = (person: { personId: string | null; name: string; telephone: string }) => DutyTraining | null;

/** Says of people on duty whom the text would not have there; nothing is read where it asks for no training (R-TRN-01). */
export async function dutyTrainingOf(
  executor: Executor,
  rules: Pick<TrainingRules, 'trainedOnly'>,
): Promise<Judge> {
  const people = rules.trainedOnly === null ? [] : await listPeople(executor);
  return dutyTrainingIn(
    rules,
    people.map(({ personId, name, telephone, trainedOn }) => ({
      personId,
      name,
      telephone,
      isTrained: trainedOn !== null,
    })),
  );
}
