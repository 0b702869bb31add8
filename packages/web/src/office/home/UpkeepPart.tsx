import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { fetchOverdue } from '../../assets/calls.ts';
import { dateText } from '../../staff/dates.ts';
import { useText } from '../../text/language.tsx';

const SHOWN = 5;

/** Maintenance of devices of one's own that is overdue; nothing while none is. */
export function UpkeepPart() {
  const t = useText();
  const { data } = useQuery({
    queryKey: ['asset-upkeep', 'overdue'],
    queryFn: ({ signal }) => fetchOverdue({ signal }),
  });
  if (data === undefined || data.count === 0) return null;
  return (
    <section className="panel home-part" aria-labelledby="home-upkeep">
      <header>
        <h2 id="home-upkeep">{t('home.upkeep', { count: data.count })}</h2>
        <Link to="/thiet-bi" search={{ xem: 'bao-tri' }}>
          {t('home.all')}
        </Link>
      </header>
      <ul className="home-lines">
        {data.tasks.slice(0, SHOWN).map(({ assetId, task, code, model, label, siteName, dueOn }) => (
          <li key={`${assetId} ${task}`}>
            <Link to="/thiet-bi/$assetId" params={{ assetId }}>
              <strong>{label}</strong>
              <span className="muted">{[`${code} ${model}`, siteName].filter(Boolean).join(', ')}</span>
            </Link>
            <span className="ledger-late">{t('home.upkeepDue', { day: dateText(dueOn) })}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}
