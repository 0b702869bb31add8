import '../regulation/regulation.css';
import './registration.css';
import {
  type Instant,
  instant,
  type RegistrationData,
  type RegistrationDetail,
  type SessionInfo,
} from '@nhipcau/contracts';
import { movedTo } from '@nhipcau/domain';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { useCallback, useState } from 'react';
import { serverNow } from '../api/server-clock.ts';
import { fetchFile, fetchFormRules, fetchOrganisations, fetchSites } from '../approval/calls.ts';
import { focusContent } from '../office/focus-content.ts';
import { LoadState } from '../office/LoadState.tsx';
import { OfficePage } from '../office/OfficePage.tsx';
import { fetchRegulation } from '../regulation/calls.ts';
import { useText } from '../text/language.tsx';
import { fetchTemplate } from './calls.ts';
import { emptyDraft } from './draft-data.ts';
import { FileView } from './FileView.tsx';
import { RegistrationForm } from './RegistrationForm.tsx';
import { sitesWithGroups } from './site-groups.ts';

export const NEW_FILE = 'moi';

/** A meeting's file: entered while it is a draft, looked at afterwards. */
export function RegistrationPage() {
  const t = useText();
  const { meetingId } = useParams({ from: '/dang-ky/$meetingId' });
  const { sua } = useSearch({ from: '/dang-ky/$meetingId' });
  // The file that was opened on this page stays in the form when its number enters the address.
  const [opened, setOpened] = useState<string | null>(null);
  const [seen, setSeen] = useState({ meetingId, forms: 0 });
  if (seen.meetingId !== meetingId) {
    // Coming back to the empty page from a file begins another one.
    setSeen({ meetingId, forms: seen.forms + (meetingId === NEW_FILE ? 1 : 0) });
    if (meetingId === NEW_FILE) setOpened(null);
  }
  const isNew = meetingId === NEW_FILE || meetingId === opened;
  const file = useQuery({
    queryKey: ['registration', meetingId],
    queryFn: ({ signal }) => fetchFile(meetingId, signal),
    enabled: meetingId !== NEW_FILE,
  });
  const number = file.data?.registration.fileNumber;
  const title = number ? t('form.pageOf', { number }) : t('form.pageNew');
  return (
    <OfficePage title={title}>
      {(session) =>
        isNew ? (
          <Editing key={seen.forms} session={session} detail={null} onOpened={setOpened} />
        ) : (
          <LoadState query={file}>
            {(detail) =>
              detail.registration.state === 'draft' || sua === true ? (
                detail.mayChange ? (
                  <Editing key={meetingId} session={session} detail={detail} onOpened={setOpened} />
                ) : (
                  <FileView detail={detail} session={session} />
                )
              ) : (
                <FileView detail={detail} session={session} />
              )
            }
          </LoadState>
        )
      }
    </OfficePage>
  );
}

function Editing({
  session,
  detail,
  onOpened,
}: {
  session: SessionInfo;
  detail: RegistrationDetail | null;
  onOpened: (meetingId: string | null) => void;
}) {
  const t = useText();
  const navigate = useNavigate();
  const queries = useQueryClient();
  // What a new file starts from stays, though it leaves the address when the file has its number.
  const search = useSearch({ from: '/dang-ky/$meetingId' });
  const [{ tu, luc }] = useState(search);
  const material = useMaterial(detail === null ? tu : undefined);
  const opened = useCallback(
    (made: RegistrationDetail) => {
      const { meetingId } = made.registration;
      onOpened(meetingId);
      void navigate({ to: '/dang-ky/$meetingId', params: { meetingId }, replace: true });
    },
    [navigate, onOpened],
  );
  const done = useCallback(
    (made: RegistrationDetail) => {
      const { meetingId } = made.registration;
      queries.setQueryData(['registration', meetingId], made);
      onOpened(null);
      void navigate({ to: '/dang-ky/$meetingId', params: { meetingId }, replace: true });
      focusContent();
    },
    [navigate, queries, onOpened],
  );
  return (
    <LoadState query={material}>
      {({ rules, directory, sites, timeZone, template }) => {
        const values =
          detail?.registration.data ??
          (template && luc !== undefined ? templateAt(template, luc) : template) ??
          emptyDraft(rules, directory.organisations, { now: serverNow(), timeZone });
        if (values === null) return <p className="panel rf-empty">{t('form.mayNot')}</p>;
        return (
          <RegistrationForm
            session={session}
            values={values}
            detail={detail}
            rules={rules}
            directory={directory}
            sites={sites}
            timeZone={timeZone}
            from={detail === null ? tu : undefined}
            onOpened={opened}
            onDone={done}
          />
        );
      }}
    </LoadState>
  );
}

/** The earlier meeting at a time that was offered. */
const templateAt = (template: RegistrationData, start: Instant): RegistrationData =>
  movedTo(template, {
    start,
    end: instant(start + template.official.end - template.official.start),
  }) ?? template;

/** What the form is made of: the locality's questions, the directory, and an earlier meeting to start from. */
function useMaterial(from: string | undefined) {
  return useQuery({
    queryKey: ['registration-form', from],
    staleTime: 60_000,
    queryFn: async ({ signal }) => {
      const [rules, directory, { sites }, template] = await Promise.all([
        fetchFormRules(signal),
        fetchOrganisations(signal),
        fetchSites(signal),
        from === undefined ? null : fetchTemplate(from, signal),
      ]);
      const { profile } = await fetchRegulation(rules.locality, signal);
      return {
        rules,
        directory,
        sites: sitesWithGroups(sites, directory),
        timeZone: profile.timeZone,
        template: template?.data ?? null,
      };
    },
  });
}
