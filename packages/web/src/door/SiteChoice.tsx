import type { SiteId } from '@nhipcau/contracts';
import { useQuery } from '@tanstack/react-query';
import { useId, useState } from 'react';
import { fetchSites } from '../directory/calls.ts';
import { useLater } from '../directory/use-later.ts';
import { useSites } from '../live/use-live.ts';
import { isPresent } from '../live/wall-groups.ts';
import { useText } from '../text/language.tsx';

/** As which site somebody comes in whom the system does not know: one that is missing, or one that is found and added. */
export function SiteChoice({
  chosen,
  onChoose,
}: {
  chosen: SiteId | null;
  onChoose: (siteId: SiteId | null) => void;
}) {
  const t = useText();
  const id = useId();
  const sites = useSites();
  const [typed, setTyped] = useState('');
  const search = useLater(typed.trim());
  const { data } = useQuery({
    queryKey: ['door-sites', search],
    enabled: search.length >= 2,
    queryFn: ({ signal }) => fetchSites({ search, limit: 20 }, signal),
  });
  const planned = new Set(sites.map(({ siteId }) => siteId));
  const missing = sites.filter((site) => !isPresent(site));
  const others = (data?.sites ?? []).filter(({ siteId }) => !planned.has(siteId));
  return (
    <>
      <label className="field" htmlFor={`${id}find`}>
        <span>{t('door.find')}</span>
        <input
          id={`${id}find`}
          className="input"
          value={typed}
          maxLength={100}
          onChange={({ target }) => setTyped(target.value)}
        />
      </label>
      <label className="field" htmlFor={`${id}site`}>
        <span>{t('door.asSite')}</span>
        <select
          id={`${id}site`}
          className="input"
          value={chosen ?? ''}
          onChange={({ target }) =>
            onChoose([...missing, ...others].find(({ siteId }) => siteId === target.value)?.siteId ?? null)
          }
        >
          <option value="" />
          {others.length > 0 && (
            <optgroup label={t('door.extra')}>
              {others.map(({ siteId, number, name }) => (
                <option key={siteId} value={siteId}>{`${number} ${name}`}</option>
              ))}
            </optgroup>
          )}
          <optgroup label={t('door.planned')}>
            {missing.map(({ siteId, number, name }) => (
              <option key={siteId} value={siteId}>{`${number} ${name}`}</option>
            ))}
          </optgroup>
        </select>
      </label>
    </>
  );
}
