import type { FreeSlot, RegistrationDetail } from '@nhipcau/contracts';
import { movedTo } from '@nhipcau/domain';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { checkFile } from '../approval/calls.ts';
import { periodText } from '../approval/period.ts';
import { codeOf } from '../office/LoadState.tsx';
import type { Speech } from '../regulation/sentences.ts';
import { conflictText, groupedConflicts } from '../schedule/conflict-text.ts';
import { FailureText } from '../ui/FailureText.tsx';
import { changeRegistration } from './calls.ts';

interface Shown {
  readonly detail: RegistrationDetail;
  /** Whoever looks registers meetings. */
  readonly mayRegister: boolean;
  readonly speech: Speech;
}

/** A host whose time is taken: one press takes a free one, also after a refusal. */
export function OtherTimes({ detail, mayRegister, speech }: Shown) {
  const { state } = detail.registration;
  if (state === 'refused') return <AfterRefusal detail={detail} mayRegister={mayRegister} speech={speech} />;
  const isWaiting = state === 'registered' || state === 'underReview';
  return isWaiting && detail.mayChange ? <WhileWaiting detail={detail} speech={speech} /> : null;
}

function WhileWaiting({ detail, speech }: { detail: RegistrationDetail; speech: Speech }) {
  const { t } = speech;
  const { meetingId, data, revision } = detail.registration;
  const queries = useQueryClient();
  const check = useQuery({
    queryKey: ['file-check', meetingId, revision],
    queryFn: ({ signal }) => checkFile({ meetingId, data, reception: null }, signal),
  });
  const taking = useMutation({
    mutationFn: (slot: FreeSlot) =>
      changeRegistration(meetingId, { revision, data: movedTo(data, slot) ?? data, reason: null }),
    onSuccess: (after) => queries.setQueryData(['registration', meetingId], after),
    onSettled: () => {
      for (const key of ['registration', 'registrations', 'timetable', 'file-check'])
        void queries.invalidateQueries({ queryKey: [key] });
    },
  });
  if (!check.data || check.data.conflicts.length === 0) return null;
  return (
    <div className="rf-conflicts" role="status">
      <h3>{t('file.conflicts')}</h3>
      <ul>
        {groupedConflicts(check.data.conflicts).map((group) => (
          <li key={`${group[0].kind} ${group[0].resource.resourceId} ${group[0].start}`}>
            {conflictText(group, speech)}
          </li>
        ))}
      </ul>
      <h3>{t('conflict.alternatives')}</h3>
      <div className="rf-slots">
        {check.data.freeSlots.map((slot) => (
          <button
            key={slot.start}
            type="button"
            className="button"
            disabled={taking.isPending}
            onClick={() => taking.mutate(slot)}
          >
            {t('conflict.takeSlot', { time: periodText(slot, speech) })}
          </button>
        ))}
      </div>
      <FailureText code={codeOf(taking.error)} />
    </div>
  );
}

function AfterRefusal({ detail, mayRegister, speech }: Shown) {
  const { t } = speech;
  const slots = detail.moves.findLast(({ act }) => act === 'refuse')?.alternatives ?? [];
  if (slots.length === 0 || !mayRegister) return null;
  return (
    <div className="rf-conflicts" role="status">
      <h3>{t('conflict.alternatives')}</h3>
      <div className="rf-slots">
        {slots.map((slot) => (
          <Link
            key={slot.start}
            className="button"
            to="/dang-ky/$meetingId"
            params={{ meetingId: 'moi' }}
            search={{ tu: detail.registration.meetingId, luc: slot.start }}
          >
            {t('conflict.againAt', { time: periodText(slot, speech) })}
          </Link>
        ))}
      </div>
    </div>
  );
}
