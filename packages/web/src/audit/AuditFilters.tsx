import { instant } from '@nhipcau/contracts';
import { dateOf, instantOf } from '@nhipcau/domain';
import { Button, Input, Select, Tag } from 'antd';
import { useEffect, useState } from 'react';
import { useText } from '../text/language.tsx';
import { type Period, PeriodInput } from '../ui/PeriodInput.tsx';
import { ZONE } from '../ui/zone.ts';
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
        <PeriodInput
          label={t('audit.period')}
          mayBeOpen
          value={daysOfPeriod(search)}
          onChange={(period) => onChange(periodOfDays(period))}
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

/** The period in the address ends where the day after the last begins. */
const daysOfPeriod = ({ tu, den }: AuditSearch) => ({
  from: tu === undefined ? null : dateOf(instant(tu), ZONE),
  to: den === undefined ? null : dateOf(instant(den - 1), ZONE),
});

const periodOfDays = ({ from, to }: Period): Pick<AuditSearch, 'tu' | 'den'> => ({
  tu: from === null ? undefined : instantOf(from, '00:00', ZONE),
  den: to === null ? undefined : instantOf(to, '24:00', ZONE),
});

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
