import './preparation.css';
import { type BoardGroup, type ReadinessBoard, ReadinessState } from '@nhipcau/contracts';
import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { LoadState } from '../office/LoadState.tsx';
import { ExportButton } from '../office/list/ExportButton.tsx';
import { useListFilter } from '../office/list/list-search.ts';
import { matches } from '../office/list/matches.ts';
import { SearchField } from '../office/list/SearchField.tsx';
import { OfficePage } from '../office/OfficePage.tsx';
import { spanText } from '../regulation/sentences.ts';
import { useLanguage } from '../text/language.tsx';
import { dateAndTime } from '../ui/durations.ts';
import { useServerSecond } from '../ui/use-now.ts';
import { BoardGroupPanel } from './BoardGroupPanel.tsx';
import { shownGroups } from './board-groups.ts';
import { fetchBoard } from './calls.ts';
import { joined } from './joined.ts';
import { ReadinessShape } from './ReadinessShape.tsx';
import { SiteFactsPanel } from './SiteFactsPanel.tsx';

const REFRESH_MS = 3_000;
/** The sites above all areas, in an address. */
const ABOVE = 'tren';

/** `/chuan-bi/$meetingId`: every site of a meeting at one glance. */
export function ReadinessBoardPage() {
  const { t, language } = useLanguage();
  const { meetingId } = useParams({ from: '/chuan-bi/$meetingId' });
  const now = useServerSecond();
  const query = useQuery({
    queryKey: ['preparation', 'board', meetingId],
    queryFn: ({ signal }) => fetchBoard(meetingId, { signal }),
    refetchInterval: REFRESH_MS,
  });
  const { data } = query;
  const at = data ? dateAndTime(data.startsAt, language) : '';
  return (
    <OfficePage
      title={t('board.title')}
      subtitle={
        data &&
        (data.startsAt > now
          ? t('board.subtitle', { title: data.title, at, left: spanText(data.startsAt - now, { t }) })
          : t('board.begun', { title: data.title, at }))
      }
    >
      <LoadState query={query}>{(board) => <Board board={board} />}</LoadState>
    </OfficePage>
  );
}

function Board({ board }: { board: ReadinessBoard }) {
  const { t } = useLanguage();
  const [{ tim, xem: district, loc: state }] = useListFilter();
  const [chosen, setChosen] = useState<string | null>(null);
  const sites = board.groups.flatMap((group) => group.sites);
  const groups = board.groups
    .filter(({ organisationId }) => district === undefined || (organisationId ?? ABOVE) === district)
    .map((group) => ({
      ...group,
      sites: group.sites.filter(
        (site) =>
          (state === undefined || site.state === state) &&
          (matches(tim, site.name) || String(site.number).startsWith(tim ?? '')),
      ),
    }))
    .filter((group) => group.sites.length > 0);
  const site = sites.find(({ siteId }) => siteId === chosen) ?? null;
  return (
    <>
      <Phases board={board} />
      <Filters board={board} shown={groups} />
      <div className="rdy-board">
        <div className="rdy-groups">
          {groups.length === 0 && <p className="muted">{t('board.none')}</p>}
          {shownGroups(groups).map((group) => (
            <BoardGroupPanel
              key={group.areSingles ? 'singles' : (group.organisationId ?? '')}
              group={group}
              meetingId={board.meetingId}
              mayOrder={board.mayOrder}
              chosen={chosen}
              onChoose={setChosen}
            />
          ))}
        </div>
        <SiteFactsPanel site={site} meetingId={board.meetingId} />
      </div>
    </>
  );
}

function Phases({ board: { phases } }: { board: ReadinessBoard }) {
  const { t, language } = useLanguage();
  const now = useServerSecond();
  return (
    <ul className="rdy-phases" aria-label={t('board.phases')}>
      {phases.map(({ phase, name, passed, sites, dueAt, opensAt }) => (
        <li key={phase} className={`panel ${passed < sites && dueAt < now ? 'late' : ''}`}>
          <strong>{name}</strong>
          <span>
            {joined(
              t('board.passed', { passed, sites }),
              opensAt !== null && opensAt > now
                ? t('board.opens', { at: dateAndTime(opensAt, language) })
                : t('board.due', { at: dateAndTime(dueAt, language) }),
            )}
          </span>
          <progress value={passed} max={Math.max(1, sites)} aria-label={name} />
        </li>
      ))}
    </ul>
  );
}

function Filters({ board, shown }: { board: ReadinessBoard; shown: readonly BoardGroup[] }) {
  const { t } = useLanguage();
  const [{ xem: district, loc }, change] = useListFilter();
  const sites = board.groups.flatMap((group) => group.sites);
  return (
    <fieldset className="rdy-filters" aria-label={t('board.filter')}>
      <SearchField label={t('board.search')} />
      <select
        className="input"
        aria-label={t('board.district')}
        value={district ?? ''}
        onChange={({ target }) => change({ xem: target.value })}
      >
        <option value="">{t('board.all')}</option>
        {board.groups.map(({ organisationId, name }) => (
          <option key={organisationId ?? ABOVE} value={organisationId ?? ABOVE}>
            {name || t('board.above')}
          </option>
        ))}
      </select>
      <ExportButton
        name="san-sang"
        rows={shown.flatMap((group) => group.sites.map((site) => ({ ...site, area: group.name })))}
        columns={[
          { title: t('board.district'), cell: ({ area }) => area || t('board.above') },
          { title: t('board.number'), cell: ({ number }) => number },
          { title: t('staff.col.site'), cell: ({ name }) => name },
          { title: t('board.state'), cell: ({ state }) => t(`ready.${state}`) },
          { title: t('board.doneItems'), cell: ({ done }) => done },
          { title: t('board.dueItems'), cell: ({ due }) => due },
          { title: t('board.faults'), cell: ({ faults }) => faults.join('; ') },
          {
            title: t('notice.col.duty'),
            cell: ({ onDuty }) => onDuty && `${onDuty.name}, ${onDuty.telephone}`,
          },
        ]}
      />
      <div className="rdy-states">
        {ReadinessState.options.map((state) => {
          const count = sites.filter((site) => site.state === state).length;
          return (
            <button
              type="button"
              key={state}
              className={`rdy-mark ${state}`}
              aria-pressed={loc === state}
              disabled={count === 0 && loc !== state}
              onClick={() => change({ loc: loc === state ? undefined : state })}
            >
              <ReadinessShape state={state} />
              {t(`ready.${state}`)} <strong>{count}</strong>
            </button>
          );
        })}
      </div>
    </fieldset>
  );
}
