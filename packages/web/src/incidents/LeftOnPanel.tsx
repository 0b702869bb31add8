import { useQuery } from '@tanstack/react-query';
import { useLanguage } from '../text/language.tsx';
import { dateAndTime } from '../ui/durations.ts';
import { fetchLeftOn } from './calls.ts';

/** Rooms whose devices answered in the night; nothing where the text does not ask, or all were off. */
export function LeftOnPanel() {
  const { t, language } = useLanguage();
  const { data } = useQuery({ queryKey: ['incidents', 'left-on'], queryFn: fetchLeftOn });
  if (!data || data.rule === null || data.devices.length === 0) return null;
  return (
    <section className="panel inc-left-on" aria-labelledby="inc-left-on">
      <h2 id="inc-left-on">{t('inc.leftOn')}</h2>
      <p className="muted">{t('inc.leftOnRule', data.rule)}</p>
      <ul className="inc-lines">
        {data.devices.map(({ siteId, siteName, nightOf, at, address }) => (
          <li key={`${siteId} ${nightOf}`}>
            <span>{siteName}</span>
            <time>{`${dateAndTime(at, language)}, ${address}`}</time>
          </li>
        ))}
      </ul>
    </section>
  );
}
