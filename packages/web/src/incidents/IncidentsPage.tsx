import './incidents.css';
import { mayEver } from '@nhipcau/domain';
import { useQuery } from '@tanstack/react-query';
import { LoadState } from '../office/LoadState.tsx';
import { OfficePage } from '../office/OfficePage.tsx';
import { useText } from '../text/language.tsx';
import { CaseDesk } from './CaseDesk.tsx';
import { fetchOpenCases } from './calls.ts';
import { LeftOnPanel } from './LeftOnPanel.tsx';

const REFRESH_MS = 3_000;

/** `/su-co`: what fails now, wherever it is this person's business. */
export function IncidentsPage() {
  const t = useText();
  const query = useQuery({
    queryKey: ['incidents', 'open'],
    queryFn: fetchOpenCases,
    refetchInterval: REFRESH_MS,
  });
  return (
    <OfficePage title={t('inc.open')} subtitle={t('inc.subtitle')}>
      {(session) => (
        <>
          <LoadState query={query} isEmpty={({ cases }) => cases.length === 0} empty={t('inc.none')}>
            {({ cases }) => <CaseDesk cases={cases} />}
          </LoadState>
          {mayEver(session.grants, 'security.read') && <LeftOnPanel />}
        </>
      )}
    </OfficePage>
  );
}
