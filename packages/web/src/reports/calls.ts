import { Statistics, type UnitView } from '@nhipcau/contracts';
import { callApi } from '../api/http.ts';

export const fetchStatistics = (
  { from, to, units }: { from: string; to: string; units: UnitView },
  signal: AbortSignal,
) => callApi(`/statistics?${new URLSearchParams({ from, to, units })}`, { reply: Statistics, signal });
