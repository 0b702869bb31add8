import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { fetchRegistrations } from '../../registration/calls.ts';
import { FileList } from '../../registration/FileList.tsx';
import { useText } from '../../text/language.tsx';
import { LoadState } from '../LoadState.tsx';

const SHOWN = 6;
const REFRESH_MS = 15_000;

/** Files that wait for my decision, or those of my organisation. */
export function FilesPart({ view }: { view: 'inbox' | 'mine' }) {
  const t = useText();
  const files = useQuery({
    queryKey: ['registrations', 'home', view],
    queryFn: ({ signal }) => fetchRegistrations({ view }, { limit: SHOWN }, signal),
    refetchInterval: REFRESH_MS,
  });
  const id = `home-${view}`;
  return (
    <section className="panel home-part" aria-labelledby={id}>
      <header>
        <h2 id={id}>{t(view === 'inbox' ? 'home.inbox' : 'home.mine')}</h2>
        <Link to={view === 'inbox' ? '/duyet' : '/dang-ky'}>{t('home.all')}</Link>
      </header>
      <LoadState
        query={files}
        isEmpty={({ registrations }) => registrations.length === 0}
        empty={t(view === 'inbox' ? 'inbox.empty' : 'home.mineEmpty')}
      >
        {({ registrations }) => <FileList files={registrations} />}
      </LoadState>
    </section>
  );
}
