import { CloseOutlined } from '@ant-design/icons';
import type { LogList } from '@nhipcau/contracts';
import { Button, Select } from 'antd';
import { folded } from '../office/list/matches.ts';
import { SearchField } from '../office/list/SearchField.tsx';
import { useLanguage } from '../text/language.tsx';
import { PeriodInput } from '../ui/PeriodInput.tsx';
import { LogSearch } from './page-search.ts';

const devices = ['camera', 'codec', 'microphone', 'cables', 'otherDevice'] as const;

/** Which lines are shown: by book, words, state, site, device, days. */
export function LogFilters({
  list: { books, sites, entries },
  search,
  onChange,
}: {
  list: LogList;
  search: LogSearch;
  onChange: (part: LogSearch) => void;
}) {
  const { t } = useLanguage();
  const { so, tt, diem, tb, hop, tu, den } = search;
  const kept = devices.filter((device) =>
    books.some(({ fields }) => fields.some(({ field }) => field === device)),
  );
  const meeting = entries.find(({ meetingId }) => meetingId === hop);
  const choose = (part: Record<string, string>) => onChange(LogSearch.partial().parse(withoutEmpty(part)));
  return (
    <search className="log-filters">
      <SearchField label={t('book.search')} />
      {books.length > 1 && (
        <Select
          aria-label={t('book.which')}
          value={so ?? ''}
          onChange={(value) => choose({ so: value })}
          options={[
            { value: '', label: t('book.all') },
            ...books.map(({ key, name }) => ({ value: key as string, label: name })),
          ]}
        />
      )}
      <Select
        aria-label={t('book.state')}
        value={tt ?? ''}
        onChange={(value) => choose({ tt: value })}
        options={[
          { value: '', label: t('book.anyState') },
          { value: 'open', label: t('book.state.open') },
          { value: 'signed', label: t('book.state.signed') },
          { value: 'confirmed', label: t('book.state.confirmed') },
          { value: 'late', label: t('book.late') },
        ]}
      />
      {sites.length > 1 && (
        <Select
          aria-label={t('book.site')}
          value={diem ?? ''}
          onChange={(value) => choose({ diem: value })}
          showSearch={{
            filterOption: (typed, option) => folded(option?.label ?? '').includes(folded(typed)),
          }}
          options={[
            { value: '', label: t('book.anySite') },
            ...sites.map(({ siteId, name }) => ({ value: siteId as string, label: name })),
          ]}
        />
      )}
      {kept.length > 0 && (
        <Select
          aria-label={t('book.device')}
          value={tb ?? ''}
          onChange={(value) => choose({ tb: value })}
          options={[
            { value: '', label: t('book.anyDevice') },
            ...kept.map((device) => ({ value: device, label: t(`book.broken.${device}`) })),
          ]}
        />
      )}
      <PeriodInput
        label={t('book.period')}
        mayBeOpen
        value={{ from: tu ?? null, to: den ?? null }}
        onChange={({ from, to }) => choose({ tu: from ?? '', den: to ?? '' })}
      />
      {hop !== undefined && (
        <Button icon={<CloseOutlined />} onClick={() => onChange({ hop: undefined })}>
          {t('book.ofMeeting', { title: meeting?.title ?? meeting?.fileNumber ?? '' })}
        </Button>
      )}
    </search>
  );
}

/** An empty choice leaves the address. */
const withoutEmpty = (part: Record<string, string>): Record<string, string | undefined> =>
  Object.fromEntries(Object.entries(part).map(([name, value]) => [name, value === '' ? undefined : value]));
