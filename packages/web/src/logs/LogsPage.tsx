import './logs.css';
import { LOG_PAGE, type LogEntry, type LogList } from '@nhipcau/contracts';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { Button, Empty, Pagination, Tag } from 'antd';
import { serverNow } from '../api/server-clock.ts';
import { LoadState } from '../office/LoadState.tsx';
import { OfficePage } from '../office/OfficePage.tsx';
import { useLanguage } from '../text/language.tsx';
import { dateAndTime } from '../ui/durations.ts';
import { BatchPanel } from './BatchPanel.tsx';
import { fetchLogs, type LogFormat, registerUrl } from './calls.ts';
import { EntryDrawer } from './EntryDrawer.tsx';
import { LogFilters } from './LogFilters.tsx';
import type { LogSearch } from './page-search.ts';

const formats: readonly LogFormat[] = ['docx', 'pdf', 'xlsx'];

/** `/so-nhat-ky`: the books of the locality, to be looked through, corrected, signed, printed. */
export function LogsPage() {
  const { t } = useLanguage();
  const navigate = useNavigate();
  const search = useSearch({ from: '/so-nhat-ky' });
  const change = (part: LogSearch) =>
    void navigate({ to: '/so-nhat-ky', search: { ...search, trang: undefined, ...part }, replace: true });
  const query = useQuery({
    queryKey: ['logs', { ...search, dong: undefined }],
    queryFn: ({ signal }) => fetchLogs(search, signal),
    placeholderData: keepPreviousData,
  });
  const books = query.data?.books ?? [];
  const book = books.find(({ key }) => key === search.so) ?? (books.length === 1 ? books[0] : undefined);
  const isPrintable = book !== undefined && (!book.perMeeting || search.hop !== undefined);
  const printed = book === undefined ? search : { ...search, so: book.key };
  return (
    <OfficePage
      title={t('book.title')}
      subtitle={t('book.subtitle')}
      actions={
        book !== undefined &&
        formats
          .filter((format) => isPrintable || format === 'xlsx')
          .map((format) => (
            <Button key={format} href={registerUrl(printed, format)} download>
              {t('book.print', { format: format.toUpperCase() })}
            </Button>
          ))
      }
    >
      <LoadState query={query}>
        {(list) =>
          list.books.length === 0 ? (
            <Empty description={t('book.none')} />
          ) : (
            <>
              {book && (
                <p className="muted">
                  {t('book.basis', { articles: book.cite.map(({ article }) => article).join(', ') })}
                  {book.perMeeting && !isPrintable && ` ${t('book.chooseMeeting')}`}
                </p>
              )}
              <LogFilters list={list} search={search} onChange={change} />
              <Lines
                list={list}
                onOpen={(dong) => change({ dong, trang: search.trang })}
                onMeeting={(hop) => change({ hop })}
              />
              <Pagination
                className="log-pages"
                current={list.page + 1}
                pageSize={LOG_PAGE}
                total={list.total}
                hideOnSinglePage
                showSizeChanger={false}
                onChange={(page) => change({ trang: page - 1 })}
              />
              {book && list.total > 0 && <BatchPanel search={printed} />}
              <EntryDrawer
                entry={list.entries.find(({ entryId }) => entryId === search.dong) ?? null}
                books={list.books}
                onOpen={(dong) => change({ dong, trang: search.trang })}
                onClose={() => change({ dong: undefined, trang: search.trang })}
              />
            </>
          )
        }
      </LoadState>
    </OfficePage>
  );
}

function Lines({
  list: { entries, books, total },
  onOpen,
  onMeeting,
}: {
  list: LogList;
  onOpen: (entryId: string) => void;
  onMeeting: (meetingId: string) => void;
}) {
  const { t } = useLanguage();
  if (entries.length === 0) return <Empty description={t('book.empty')} />;
  return (
    <section aria-label={t('book.lines')}>
      <p className="muted">{t('book.count', { count: total })}</p>
      <ul className="log-lines">
        {entries.map((entry) => (
          <Line
            key={entry.entryId}
            entry={entry}
            bookName={books.length > 1 ? (books.find(({ key }) => key === entry.book)?.name ?? null) : null}
            onOpen={() => onOpen(entry.entryId)}
            onMeeting={() => onMeeting(entry.meetingId)}
          />
        ))}
      </ul>
    </section>
  );
}

function Line({
  entry,
  bookName,
  onOpen,
  onMeeting,
}: {
  entry: LogEntry;
  bookName: string | null;
  onOpen: () => void;
  onMeeting: () => void;
}) {
  const { t, language } = useLanguage();
  const { place, title, fileNumber, startedAt, session, values, supplements, corrections } = entry;
  const name = title ?? fileNumber ?? '';
  return (
    <li>
      <button type="button" className="log-open" onClick={onOpen}>
        <strong>{place}</strong>
        <span className="muted">
          {[
            bookName,
            session === 'rehearsal' ? t('book.rehearsal') : null,
            startedAt && dateAndTime(startedAt, language),
          ]
            .filter(Boolean)
            .join(', ')}
        </span>
        {values.incident && <span className="log-incident">{values.incident}</span>}
        <span className="visually-hidden">{name}</span>
      </button>
      <button type="button" className="log-meeting" onClick={onMeeting}>
        {name}
      </button>
      <span className="log-tags">
        {supplements && <Tag>{t('book.supplement')}</Tag>}
        {corrections.length > 0 && (
          <Tag color="gold">{t('book.corrected', { count: corrections.length })}</Tag>
        )}
        <StateTag entry={entry} />
      </span>
    </li>
  );
}

const colours = { open: 'default', signed: 'blue', confirmed: 'green' } as const;

function StateTag({ entry: { state, dueAt } }: { entry: LogEntry }) {
  const { t } = useLanguage();
  const isLate = state !== 'confirmed' && dueAt < serverNow();
  return isLate ? (
    <Tag color="red">{t('book.late')}</Tag>
  ) : (
    <Tag color={colours[state]}>{t(`book.state.${state}`)}</Tag>
  );
}
