import './incidents.css';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { shortName } from '../live/bare-name.ts';
import { useConnection } from '../live/use-live.ts';
import { useText } from '../text/language.tsx';
import { clockText } from '../ui/durations.ts';
import { useSecond } from '../ui/use-now.ts';
import { CallLink } from './CallLine.tsx';
import { CaseMark } from './CaseRow.tsx';
import { actOnCase, fetchCases } from './calls.ts';
import { PendingProblems, usePendingProblems } from './PendingProblems.tsx';
import { placeText } from './place-text.ts';

const REFRESH_MS = 2_000;
/** As many as the side of a console has room for. */
const SHOWN = 3;

/** Beside the wall of a live meeting: what fails, for how long, whom to call; taken with one press. Nothing while all is well. */
export function OpenCasesPanel({ meetingId }: { meetingId: string }) {
  const t = useText();
  useSecond();
  const now = useConnection().now();
  const queries = useQueryClient();
  const { data } = useQuery({
    queryKey: ['incidents', meetingId],
    queryFn: ({ signal }) => fetchCases(meetingId, { signal }),
    refetchInterval: REFRESH_MS,
  });
  const taking = useMutation({
    mutationFn: (caseId: Parameters<typeof actOnCase>[0]) =>
      actOnCase(caseId, { act: 'acknowledge', party: null }),
    onSettled: () => queries.invalidateQueries({ queryKey: ['incidents'] }),
  });
  const open = data?.cases.filter(({ state }) => state === 'open' || state === 'acknowledged') ?? [];
  const pending = usePendingProblems(open);
  if (open.length === 0 && pending.length === 0) return null;
  return (
    <section className="inc-console" aria-labelledby="inc-console-title">
      <header>
        <h2 id="inc-console-title">{t('inc.panel')}</h2>
        <Link className="button quiet" to="/su-co/$meetingId" params={{ meetingId }} target="_blank">
          {open.length > SHOWN ? t('inc.panelMore', { n: open.length - SHOWN }) : t('inc.open')}
        </Link>
      </header>
      <ul>
        {open.slice(0, SHOWN).map((one) => {
          const party = one.parties.find(({ phone }) => phone !== null) ?? null;
          const call =
            party ??
            (one.atSite?.phone
              ? { person: one.atSite.name, name: one.place, phone: one.atSite.phone }
              : null);
          return (
            <li key={one.caseId}>
              <strong title={placeText(one, t)}>{shortName(placeText(one, t))}</strong>
              <CaseMark of={one} />
              <span className="muted">
                {`${t(`inc.type.${one.type}`)}, ${clockText(now - one.openedAt)}`}
              </span>
              <span className="inc-console-acts">
                {call !== null && <CallLink name={call.person ?? call.name} phone={call.phone} />}
                {one.acknowledgedAt === null && one.may.handle && (
                  <button
                    type="button"
                    className="button"
                    disabled={taking.isPending}
                    onClick={() => taking.mutate(one.caseId)}
                  >
                    {t('inc.acknowledge')}
                  </button>
                )}
              </span>
            </li>
          );
        })}
      </ul>
      <PendingProblems pending={pending} />
    </section>
  );
}
