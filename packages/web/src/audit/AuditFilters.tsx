import { Button, DatePicker, Input, Select, Tag } from 'antd';
import type dayjs from 'dayjs';
import { useEffect, useState } from 'react';
import { useText } from '../text/language.tsx';
import { handsAt, pickedInstant } from '../ui/zone.ts';
import type { AuditSearch } from './page-search.ts';

const areas = [
  'session',
  'account',
  'control',
  'command',
  'meeting',
  'registration',
  'roomLink',
  'ticket',
  'calendar',
  'route',
  'audit',
] as const;
const SEARCH_AFTER_MS = 300;

/** Words, who, area, outcome, period; kept in the address of the page. */
export function AuditFilters({
  search,
  onChange,
}: {
  search: AuditSearch;
  onChange: (part: Partial<AuditSearch>) => void;
}) {
  const t = useText();
  const period: [dayjs.Dayjs | null, dayjs.Dayjs | null] = [
    search.tu === undefined ? null : handsAt(search.tu),
    // The day after the last is where the period ends.
    search.den === undefined ? null : handsAt(search.den).subtract(1, 'day'),
  ];
  return (
    <>
      <search className="audit-filters">
        <Words label={t('audit.text')} value={search.tim ?? ''} onWords={(tim) => onChange({ tim })} />
        <Words label={t('audit.actor')} value={search.ai ?? ''} onWords={(ai) => onChange({ ai })} />
        <Select
          aria-label={t('audit.action')}
          value={search.viec ?? ''}
          options={[
            { value: '', label: `${t('audit.action')}: ${t('audit.all')}` },
            ...areas.map((area) => ({ value: `${area}.`, label: t(`audit.area.${area}`) })),
          ]}
          onChange={(viec) => onChange({ viec: viec === '' ? undefined : viec })}
        />
        <Select
          aria-label={t('audit.outcome')}
          value={search.kq ?? ''}
          options={[
            { value: '' as const, label: `${t('audit.outcome')}: ${t('audit.all')}` },
            { value: 'allowed' as const, label: t('audit.outcome.allowed') },
            { value: 'refused' as const, label: t('audit.outcome.refused') },
          ]}
          onChange={(kq) => onChange({ kq: kq === 'allowed' || kq === 'refused' ? kq : undefined })}
        />
        <DatePicker.RangePicker
          aria-label={t('audit.period')}
          format="DD/MM/YYYY"
          value={period}
          allowEmpty={[true, true]}
          onChange={(dates) =>
            onChange({
              tu: dates?.[0] ? pickedInstant(dates[0].startOf('day')) : undefined,
              den: dates?.[1] ? pickedInstant(dates[1].add(1, 'day').startOf('day')) : undefined,
            })
          }
        />
        <Button
          onClick={() =>
            onChange({
              tim: undefined,
              ai: undefined,
              viec: undefined,
              kq: undefined,
              hop: undefined,
              tu: undefined,
              den: undefined,
            })
          }
        >
          {t('audit.clear')}
        </Button>
      </search>
      {search.hop !== undefined && (
        <Tag closable onClose={() => onChange({ hop: undefined })}>
          {t('audit.meetingOf', { id: search.hop })}
        </Tag>
      )}
    </>
  );
}

function Words({
  label,
  value,
  onWords,
}: {
  label: string;
  value: string;
  onWords: (words: string | undefined) => void;
}) {
  const [typed, setTyped] = useState(value);
  const [known, setKnown] = useState(value);
  if (known !== value) {
    // Cleared, or gone back in the browser: the field follows the address.
    setKnown(value);
    setTyped(value);
  }
  useEffect(() => {
    if (typed === value) return;
    const timer = setTimeout(() => onWords(typed === '' ? undefined : typed), SEARCH_AFTER_MS);
    return () => clearTimeout(timer);
  });
  return (
    <Input
      allowClear
      aria-label={label}
      placeholder={label}
      maxLength={100}
      value={typed}
      onChange={(event) => setTyped(event.target.value)}
    />
  );
}
