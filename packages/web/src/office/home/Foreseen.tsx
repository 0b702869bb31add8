import { useQuery } from '@tanstack/react-query';
import { useLanguage } from '../../text/language.tsx';
import { fetchForeseen } from './calls.ts';

/** Which notices the regulation sends to this partner: an empty list is explained by it. */
export function Foreseen() {
  const { t } = useLanguage();
  const { data } = useQuery({
    queryKey: ['notices-foreseen'],
    queryFn: ({ signal }) => fetchForeseen(signal),
    staleTime: Number.POSITIVE_INFINITY,
  });
  if (data === undefined) return null;
  if (data.rows.length === 0)
    return <p className="muted">{t('home.foreseenNone', { locality: data.locality })}</p>;
  return (
    <div className="home-foreseen">
      <h3>{t('home.foreseen', { locality: data.locality })}</h3>
      <ul>
        {data.rows.map(({ name, article }) => (
          <li key={`${article} ${name}`}>
            {name} <span className="reg-chip">{article}</span>
          </li>
        ))}
      </ul>
    </div>
  );
}
