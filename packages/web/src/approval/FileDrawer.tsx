import type { Conflict, MeetingId, RegistrationDetail } from '@nhipcau/contracts';
import { useQuery } from '@tanstack/react-query';
import { Drawer, Skeleton, Tag } from 'antd';
import { useState } from 'react';
import { DueTag } from '../office/DueTag.tsx';
import { LoadState } from '../office/LoadState.tsx';
import type { Speech } from '../regulation/sentences.ts';
import { useLanguage } from '../text/language.tsx';
import { FailureText } from '../ui/FailureText.tsx';
import { ZONE } from '../ui/zone.ts';
import { ConflictList } from './ConflictList.tsx';
import { checkFile, fetchFile } from './calls.ts';
import { DecisionBar } from './DecisionBar.tsx';
import { FileFacts } from './FileFacts.tsx';
import { FileHistory } from './FileHistory.tsx';
import { FindingList } from './FindingList.tsx';
import { stateTone } from './finding-text.ts';
import { useFileActs } from './use-file-acts.ts';

const WIDTH = 760;

/** One file beside the list: what it is, what the regulation and the schedule say of it, and the decision. */
export function FileDrawer({
  meetingId,
  onClose,
  onDone,
}: {
  meetingId: string | null;
  onClose: () => void;
  onDone: (file: RegistrationDetail) => void;
}) {
  const { t, language } = useLanguage();
  const speech: Speech = { t, language, timeZone: ZONE };
  const query = useQuery({
    queryKey: ['file', meetingId],
    queryFn: ({ signal }) => fetchFile(meetingId ?? '', signal),
    enabled: meetingId !== null,
  });
  const title = query.data === undefined ? '' : t('inbox.file', { file: query.data.registration.fileNumber });
  return (
    <Drawer
      open={meetingId !== null}
      onClose={onClose}
      size={WIDTH}
      title={title}
      closable={{ 'aria-label': t('inbox.close') }}
      destroyOnHidden
    >
      <LoadState query={query}>
        {(file) => <FileView key={file.registration.meetingId} file={file} speech={speech} onDone={onDone} />}
      </LoadState>
    </Drawer>
  );
}

/** Files that wait for the same room and time. */
const rivalsAmong = (conflicts: readonly Conflict[]): MeetingId[] => [
  ...new Set(
    conflicts.flatMap(({ against }) => (against?.isFirm === false ? (against.meetingId ?? []) : [])),
  ),
];

function FileView({
  file,
  speech,
  onDone,
}: {
  file: RegistrationDetail;
  speech: Speech;
  onDone: (file: RegistrationDetail) => void;
}) {
  const { t } = speech;
  const { meetingId, data, state, revision } = file.registration;
  const [displaced, setDisplaced] = useState<MeetingId[]>([]);
  const isOpen = file.acts.includes('confirm');
  const check = useQuery({
    queryKey: ['file-check', meetingId, revision],
    queryFn: ({ signal }) => checkFile({ meetingId, data, reception: null }, signal),
    enabled: isOpen,
  });
  const rivals = rivalsAmong(check.data?.conflicts ?? []);
  const { act, failure } = useFileActs(onDone);
  return (
    <article className="apr-file">
      <header>
        <h2>{data.title}</h2>
        <p className="apr-tags">
          <Tag color={stateTone[state]}>{t(`file.state.${state}`)}</Tag>
          {data.urgency === 'urgent' && <Tag color="red">{t('inbox.urgent')}</Tag>}
          {data.secret.declared && <Tag color="purple">{t('inbox.secret')}</Tag>}
          {isOpen && file.approval?.decideBy != null && <DueTag dueAt={file.approval.decideBy} />}
        </p>
        <p className="muted">
          {t('file.decides')}
          {': '}
          {file.approval?.role ?? t('file.nobodyDecides')}
        </p>
      </header>
      {isOpen && (
        <section aria-label={t('file.check')}>
          {check.data === undefined ? (
            <Skeleton active paragraph={{ rows: 2 }} />
          ) : (
            <div className="apr-findings">
              <FindingList findings={check.data.findings} speech={speech} />
              <ConflictList
                conflicts={check.data.conflicts}
                freeSlots={check.data.freeSlots}
                displaced={displaced}
                onDisplaced={setDisplaced}
                onSlot={(moveTo) => act({ meetingId, revision, act: 'confirm', moveTo })}
                speech={speech}
              />
            </div>
          )}
        </section>
      )}
      <FailureText code={failure} />
      <DecisionBar
        file={file}
        displaced={displaced}
        rivals={rivals}
        hasConflict={(check.data?.conflicts.length ?? 0) > 0}
        onDone={onDone}
      />
      <FileFacts file={file} speech={speech} />
      <section aria-label={t('file.history')}>
        <h3>{t('file.history')}</h3>
        <FileHistory moves={file.moves} speech={speech} />
      </section>
    </article>
  );
}
