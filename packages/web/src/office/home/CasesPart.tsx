import '../../incidents/incidents.css';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { CaseMark } from '../../incidents/CaseRow.tsx';
import { fetchOpenCases } from '../../incidents/calls.ts';
import { useLanguage } from '../../text/language.tsx';
import { timeOfDay } from '../../ui/durations.ts';

const SHOWN = 5;
const REFRESH_MS = 10_000;

/** What fails now and is this person's business; nothing while all is well. */
export function CasesPart() {
  const { t, language } = useLanguage();
  const { data } = useQuery({
    queryKey: ['incidents', 'open'],
    queryFn: fetchOpenCases,
    refetchInterval: REFRESH_MS,
  });
  if (data === undefined || data.cases.length === 0) return null;
  return (
    <section className="panel home-part" aria-labelledby="home-cases">
      <header>
        <h2 id="home-cases">{t('inc.panel')}</h2>
        <Link to="/su-co">{t('home.all')}</Link>
      </header>
      <ul className="home-lines">
        {data.cases.slice(0, SHOWN).map((one) => (
          <li key={one.caseId}>
            <Link to="/su-co">
              <strong>{one.place}</strong>
              <span className="muted">{`${t(`inc.type.${one.type}`)}, ${timeOfDay(one.openedAt, language)}`}</span>
            </Link>
            <CaseMark of={one} />
          </li>
        ))}
      </ul>
    </section>
  );
}
