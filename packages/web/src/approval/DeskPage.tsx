import '../regulation/regulation.css';
import './approval.css';
import {
  type Organisation,
  type RegistrationChecked,
  RegistrationData,
  type RegistrationRulesReply,
} from '@nhipcau/contracts';
import { useQuery } from '@tanstack/react-query';
import { Alert, App, Button, Input, Space } from 'antd';
import { useDeferredValue, useMemo, useState } from 'react';
import { serverNow } from '../api/server-clock.ts';
import { LoadState } from '../office/LoadState.tsx';
import { OfficePage } from '../office/OfficePage.tsx';
import { instantText, type Speech } from '../regulation/sentences.ts';
import { useLanguage, useText } from '../text/language.tsx';
import { FailureText } from '../ui/FailureText.tsx';
import { DateFaults, useDateFaults } from '../ui/TypedPicker.tsx';
import { ZONE } from '../ui/zone.ts';
import { ConflictList } from './ConflictList.tsx';
import { checkFile, fetchFormRules, fetchOrganisations, fetchSites } from './calls.ts';
import { type DeskNote, dataOf, emptyNote, receptionOf } from './desk-data.ts';
import { Field } from './Field.tsx';
import { FindingList } from './FindingList.tsx';
import { MeetingFields } from './MeetingFields.tsx';
import { ReceivedToday } from './ReceivedToday.tsx';
import { ReceptionFields } from './ReceptionFields.tsx';
import { useRecording } from './use-recording.ts';

/** Where calls, documents and mails become files. */
export function DeskPage() {
  const t = useText();
  return (
    <OfficePage title={t('desk.title')} subtitle={t('desk.subtitle')}>
      <Desk />
    </OfficePage>
  );
}

function Desk() {
  const { t, language } = useLanguage();
  const speech: Speech = { t, language, timeZone: ZONE };
  const rules = useQuery({
    queryKey: ['registration-rules'],
    queryFn: ({ signal }) => fetchFormRules(signal),
  });
  return (
    <div className="apr-desk">
      <LoadState query={rules}>{(known) => <Sheet rules={known} speech={speech} />}</LoadState>
      <ReceivedToday speech={speech} />
    </div>
  );
}

function Sheet({ rules, speech }: { rules: RegistrationRulesReply; speech: Speech }) {
  const { t } = speech;
  const { message } = App.useApp();
  const [note, setNote] = useState(() => emptyNote(rules, serverNow()));
  const onNote = (change: Partial<DeskNote>) => setNote((before) => ({ ...before, ...change }));
  const sites = useQuery({ queryKey: ['sites'], queryFn: ({ signal }) => fetchSites(signal) });
  const organisations = useQuery({
    queryKey: ['organisations'],
    queryFn: ({ signal }) => fetchOrganisations(signal),
  });
  const own = useMemo(
    () => belowOf(organisations.data?.organisations ?? [], note.hostId),
    [organisations.data, note.hostId],
  );
  const asked = useDeferredValue(note);
  const data = useMemo(() => RegistrationData.safeParse(dataOf(asked)).data ?? null, [asked]);
  const reception = receptionOf(asked);
  const check = useQuery({
    queryKey: ['desk-check', data, reception],
    queryFn: ({ signal }) => (data === null ? null : checkFile({ data, reception }, signal)),
    enabled: data !== null,
    placeholderData: (before) => before,
  });
  const checked = data === null ? null : (check.data ?? null);
  const { hasFault, tellFault } = useDateFaults();
  const recording = useRecording((file) => {
    const { fileNumber, state } = file.registration;
    void message.success(t('desk.recorded', { file: fileNumber, state: t(`file.state.${state}`) }));
    setNote(emptyNote(rules, serverNow()));
  });
  return (
    <div className="apr-columns">
      <div className="apr-desk">
        <DateFaults value={tellFault}>
          <ReceptionFields note={note} rules={rules} onNote={onNote} />
          <MeetingFields
            note={note}
            rules={rules}
            sites={sites.data?.sites ?? []}
            ownOrganisations={own}
            onNote={onNote}
          />
        </DateFaults>
      </div>
      <aside className="apr-aside">
        {checked ? (
          <Said checked={checked} speech={speech} />
        ) : (
          <Alert type="info" title={t('desk.waiting')} />
        )}
        <FailureText code={recording.failure} />
        <Record
          checked={checked}
          hasDateFault={hasFault}
          isRecording={recording.isRecording}
          onRecord={(lateReason) => data && recording.record({ data, reception, lateReason })}
          onClear={() => setNote(emptyNote(rules, serverNow()))}
        />
      </aside>
    </div>
  );
}

/** What the regulation says of what has been written so far. */
function Said({ checked, speech }: { checked: RegistrationChecked; speech: Speech }) {
  const { t } = speech;
  const { approval, becomes, conflicts, freeSlots, findings } = checked;
  const after =
    becomes === 'confirmed' || approval === null
      ? t('desk.becomes.confirmed')
      : approval.decideBy === null
        ? t('desk.becomes.registered', { role: approval.role })
        : t('desk.becomes.registeredBy', {
            role: approval.role,
            due: instantText(approval.decideBy, speech),
          });
  return (
    <>
      <FindingList findings={findings} speech={speech} />
      {conflicts.length > 0 && (
        <ConflictList
          conflicts={conflicts}
          freeSlots={freeSlots}
          displaced={[]}
          onDisplaced={null}
          onSlot={null}
          speech={speech}
        />
      )}
      <Alert type="info" title={after} />
    </>
  );
}

function Record({
  checked,
  hasDateFault,
  isRecording,
  onRecord,
  onClear,
}: {
  checked: RegistrationChecked | null;
  hasDateFault: boolean;
  isRecording: boolean;
  onRecord: (lateReason: string | null) => void;
  onClear: () => void;
}) {
  const t = useText();
  const [lateReason, setLateReason] = useState('');
  const errors = checked?.findings.filter(({ severity }) => severity === 'error') ?? [];
  const isLate = errors.some(({ code }) => code === 'leadTimePassed');
  const isReady = !hasDateFault && checked !== null && errors.every(({ code }) => code === 'leadTimePassed');
  return (
    <div className="apr-panel">
      {isLate && (
        <Field label={t('desk.lateReason')} required>
          <Input.TextArea
            rows={2}
            maxLength={300}
            value={lateReason}
            onChange={({ target }) => setLateReason(target.value)}
          />
        </Field>
      )}
      <Space wrap>
        {isLate ? (
          <Button
            type="primary"
            size="large"
            loading={isRecording}
            disabled={!isReady || lateReason.trim().length < 3}
            onClick={() => onRecord(lateReason.trim())}
          >
            {t('desk.acceptLate')}
          </Button>
        ) : (
          <Button
            type="primary"
            size="large"
            loading={isRecording}
            disabled={!isReady}
            onClick={() => onRecord(null)}
          >
            {t('desk.submit')}
          </Button>
        )}
        <Button size="large" onClick={onClear}>
          {t('desk.clear')}
        </Button>
      </Space>
    </div>
  );
}

/** The organisation and all below it. */
function belowOf(organisations: readonly Organisation[], root: string | null): ReadonlySet<string> {
  const below = new Set<string>(root === null ? [] : [root]);
  for (let grew = below.size > 0; grew; ) {
    const before = below.size;
    for (const { organisationId, parentId } of organisations)
      if (parentId !== null && below.has(parentId)) below.add(organisationId);
    grew = below.size > before;
  }
  return below;
}
