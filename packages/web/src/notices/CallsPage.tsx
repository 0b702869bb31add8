import './notices.css';
import './calls-page.css';
import type { CallLine, CallList } from '@nhipcau/contracts';
import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { Segmented } from 'antd';
import { LoadState } from '../office/LoadState.tsx';
import { ListTools } from '../office/list/ListTools.tsx';
import { useListFilter } from '../office/list/list-search.ts';
import { matches } from '../office/list/matches.ts';
import { OfficePage } from '../office/OfficePage.tsx';
import { instantText, type Speech } from '../regulation/sentences.ts';
import { useLanguage } from '../text/language.tsx';
import { ZONE } from '../ui/zone.ts';
import { fetchCalls } from './calls.ts';

const REFRESH_MS = 15_000;

/** `/thong-bao/$meetingId/goi-dien`: who was called, who is still missing; as a sheet to print. */
export function CallsPage() {
  const { t, language } = useLanguage();
  const speech: Speech = { t, language, timeZone: ZONE };
  const { meetingId } = useParams({ from: '/thong-bao/$meetingId/goi-dien' });
  const query = useQuery({
    queryKey: ['notice-calls', meetingId],
    queryFn: ({ signal }) => fetchCalls(meetingId, signal),
    refetchInterval: REFRESH_MS,
  });
  const list = query.data;
  return (
    <OfficePage
      title={list ? t('calls.title', { file: list.fileNumber }) : t('calls.link')}
      {...(list ? { subtitle: `${list.title}, ${instantText(list.start, speech)}` } : {})}
      actions={
        <>
          <button type="button" className="button primary" onClick={() => window.print()}>
            {t('calls.print')}
          </button>
          <Link className="button" to="/thong-bao/$meetingId" params={{ meetingId }}>
            {t('calls.back')}
          </Link>
        </>
      }
    >
      <LoadState query={query} isEmpty={({ lines }) => lines.length === 0} empty={t('calls.none')}>
        {(data) => <Sheet list={data} speech={speech} />}
      </LoadState>
    </OfficePage>
  );
}

function Sheet({ list: { lines, reception }, speech }: { list: CallList; speech: Speech }) {
  const { t } = speech;
  const [{ tim, loc }, change] = useListFilter();
  const shared = sharedOf(lines);
  const missing = lines.filter(({ state }) => state === 'missing').length;
  const shown = lines.filter(
    ({ name, noticeName, phone, state }) =>
      matches(tim, name, noticeName, phone) && (loc === undefined || loc === state),
  );
  return (
    <section className="panel calls-sheet" aria-label={t('calls.link')}>
      {reception?.call != null && (
        <p>
          {t('calls.reception', {
            at: instantText(reception.receivedAt, speech),
            caller: reception.call.caller,
            callee: reception.call.callee,
          })}
        </p>
      )}
      {shared.noticeName !== null && <p>{shared.noticeName}</p>}
      <p role="status" className={missing > 0 ? 'calls-gap' : ''}>
        {missing > 0
          ? t('calls.missing', { missing, total: lines.length })
          : t('calls.complete', { total: lines.length })}
        {missing > 0 &&
          shared.dueAt !== null &&
          ` ${t('calls.due', { at: instantText(shared.dueAt, speech) })}.`}
      </p>
      <ListTools
        search={t('calls.search')}
        file={{
          name: 'goi-dien',
          rows: shown,
          columns: [
            { title: t('calls.col.unit'), cell: ({ name }) => name },
            { title: t('notice.title'), cell: ({ noticeName }) => noticeName },
            { title: t('calls.col.phone'), cell: ({ phone }) => phone },
            { title: t('calls.col.state'), cell: ({ state }) => t(`calls.state.${state}`) },
            { title: t('calls.col.calledBy'), cell: ({ calledBy }) => calledBy },
            {
              title: t('calls.col.at'),
              cell: ({ calledAt }) => calledAt && instantText(calledAt, speech),
            },
            { title: t('calls.col.spokenTo'), cell: ({ spokenTo }) => spokenTo },
            { title: t('calls.col.note'), cell: ({ note }) => note },
          ],
        }}
      >
        <Segmented
          aria-label={t('calls.col.state')}
          value={loc ?? ''}
          onChange={(state) => change({ loc: state })}
          options={[
            { value: '', label: t('calls.all') },
            ...states.map((state) => ({ value: state, label: t(`calls.state.${state}`) })),
          ]}
        />
      </ListTools>
      <table className="calls-table">
        <thead>
          <tr>
            {(['unit', 'phone', 'state', 'calledBy', 'at', 'spokenTo', 'note'] as const).map((column) => (
              <th key={column} scope="col">
                {t(`calls.col.${column}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {shown.map((line) => (
            <Row key={line.recipientId} line={line} shared={shared} speech={speech} />
          ))}
        </tbody>
      </table>
    </section>
  );
}

/** What all lines have in common: said once above them, it leaves more of them on a sheet. */
interface Shared {
  readonly noticeName: string | null;
  readonly dueAt: number | null;
}
function sharedOf(lines: readonly CallLine[]): Shared {
  const only = <T,>(values: readonly T[]): T | null =>
    new Set(values).size === 1 ? (values[0] ?? null) : null;
  return {
    noticeName: only(lines.map(({ noticeName }) => noticeName)),
    dueAt: only(lines.map(({ dueAt }) => dueAt)),
  };
}

const states = ['missing', 'told', 'answered'] as const;
const mark = { missing: '✖', told: '✔', answered: '✔' } as const;

function Row({ line, shared, speech }: { line: CallLine; shared: Shared; speech: Speech }) {
  const { t } = speech;
  const { name, noticeName, phone, state, attempts, calledAt, calledBy, spokenTo, note, dueAt } = line;
  const tries = state === 'missing' && attempts > 0 ? t('calls.attempts', { count: attempts }) : null;
  const due =
    state === 'missing' && dueAt !== null && shared.dueAt === null
      ? t('calls.due', { at: instantText(dueAt, speech) })
      : null;
  return (
    <tr className={state === 'missing' ? 'calls-missing' : ''}>
      <th scope="row">
        {name}
        {shared.noticeName === null && <span className="muted">{noticeName}</span>}
      </th>
      <td className="calls-phone">{phone && <a href={`tel:${phone.replace(/[^+0-9]/g, '')}`}>{phone}</a>}</td>
      <td className="calls-state">{`${mark[state]} ${t(`calls.state.${state}`)}`}</td>
      <td>{calledBy}</td>
      <td>{calledAt !== null && instantText(calledAt, speech)}</td>
      <td>{spokenTo}</td>
      <td>{[tries, note, due].filter(Boolean).join('. ')}</td>
    </tr>
  );
}
