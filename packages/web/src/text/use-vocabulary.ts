import { Vocabulary } from '@nhipcau/contracts';
import { useQuery } from '@tanstack/react-query';
import { callApi } from '../api/http.ts';

const VOCABULARY_STALE_MS = 60 * 60_000;

/** The home locality: its own words, and what its text has judged; undefined until it is known. */
export const useVocabulary = (): Vocabulary | undefined =>
  useQuery({
    queryKey: ['vocabulary'],
    queryFn: ({ signal }) => callApi('/vocabulary', { reply: Vocabulary, signal }),
    staleTime: VOCABULARY_STALE_MS,
  }).data;
