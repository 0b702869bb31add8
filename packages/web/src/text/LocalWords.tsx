import { Vocabulary } from '@nhipcau/contracts';
import { useQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import { callApi } from '../api/http.ts';
import { useLanguage } from './language.tsx';

const VOCABULARY_STALE_MS = 60 * 60_000;

/** Gives every text of the interface the home locality's own words (R-PROF-06); until they are there, the common ones stand. */
export function LocalWords() {
  const { speak } = useLanguage();
  const { data } = useQuery({
    queryKey: ['vocabulary'],
    queryFn: ({ signal }) => callApi('/vocabulary', { reply: Vocabulary, signal }),
    staleTime: VOCABULARY_STALE_MS,
  });
  useEffect(() => {
    if (data) speak(data.terms);
  }, [data, speak]);
  return null;
}
