import type { LiveMeeting, LiveNode, LiveSite } from '@nhipcau/contracts';
import { shortName } from '../../live/bare-name.ts';
import { useLive, useSites, useWholeMeeting } from '../../live/use-live.ts';
import { needsRecall } from '../../live/wall-groups.ts';
import { useLanguage, useText } from '../../text/language.tsx';
import { timeOfDay } from '../../ui/durations.ts';
import { HoldButton } from '../../ui/HoldButton.tsx';
import { Icon } from '../../ui/Icon.tsx';
import { useDesk } from './desk-context.ts';

/** Names of sites shown before the rest is only counted. */
const NAMED = 6;

/** Reset to the saved plan, calling back what is lost, and what came of it at each site (R-MCU-15). */
export function ReconnectPanel() {
  const meeting = useWholeMeeting();
  const sites = useSites();
  if (meeting?.phase !== 'live') return null;
  return <Panel meeting={meeting} sites={sites} />;
}

function Panel({ meeting, sites }: { meeting: LiveMeeting; sites: readonly LiveSite[] }) {
  const { t, language } = useLanguage();
  const desk = useDesk();
  const nodes = useLive('nodes', (live) => live.nodes());
  const lost = sites.filter(needsRecall).map(({ siteId }) => siteId);
  const { legs, savedAt } = meeting;
  return (
    <section className="reconnect" aria-labelledby="reconnect-title">
      <header>
        <h2 id="reconnect-title">{t('reconnect.title')}</h2>
        {savedAt !== null && (
          <span className="muted">{t('reconnect.savedAt', { time: timeOfDay(savedAt, language) })}</span>
        )}
      </header>
      <div className="reconnect-acts">
        <button
          type="button"
          className="button"
          disabled={lost.length === 0}
          onClick={() => desk.recall(lost)}
        >
          <Icon name="phone" />
          {t('reconnect.recallLost', { count: lost.length })}
        </button>
        <button type="button" className="button quiet" onClick={() => desk.give({ type: 'plan.save' })}>
          {t('reconnect.save')}
        </button>
        <HoldButton hint={t('meeting.holdHint')} onHeld={() => desk.give({ type: 'meeting.reset' })}>
          {t('reconnect.reset')}
        </HoldButton>
      </div>
      <Relieved nodes={nodes} />
      <Relieve nodes={nodes} />
      {legs !== null && <Result legs={legs} sites={sites} nodes={nodes} />}
    </section>
  );
}

const nameIn = (nodes: readonly LiveNode[], nodeId: string): string =>
  nodes.find((node) => node.nodeId === nodeId)?.name ?? nodeId;

/** Nodes in whose place another stands; back they go by the operator's hand alone (rule SB-6). */
function Relieved({ nodes }: { nodes: readonly LiveNode[] }) {
  const { t, language } = useLanguage();
  const desk = useDesk();
  return nodes.flatMap(({ nodeId, name, state, relievedBy }) =>
    relievedBy === null
      ? []
      : [
          <div key={nodeId} className="reconnect-relieved">
            <p>
              {t('reconnect.relieved', {
                standby: nameIn(nodes, relievedBy.nodeId),
                node: name,
                time: timeOfDay(relievedBy.at, language),
              })}
            </p>
            {state === 'connected' ? (
              <HoldButton
                hint={t('meeting.holdHint')}
                onHeld={() => desk.give({ type: 'node.reinstate', nodeId })}
              >
                {t('reconnect.reinstate', { node: name })}
              </HoldButton>
            ) : (
              <span className="muted">{t('reconnect.reinstateWait', { node: name })}</span>
            )}
          </div>,
        ],
  );
}

/** Moving to a standby by hand, before work on an MCU. */
function Relieve({ nodes }: { nodes: readonly LiveNode[] }) {
  const t = useText();
  const desk = useDesk();
  const covered = nodes.filter(
    (node) => !node.isSpare && node.relievedBy === null && node.standbyId !== null,
  );
  if (covered.length === 0) return null;
  return (
    <details className="reconnect-relieve">
      <summary>{t('standby.title')}</summary>
      {covered.map(({ nodeId, name, standbyId }) => (
        <HoldButton
          key={nodeId}
          hint={t('meeting.holdHint')}
          onHeld={() => desk.give({ type: 'node.relieve', nodeId })}
        >
          {t('reconnect.relieve', { node: name, standby: nameIn(nodes, standbyId ?? '') })}
        </HoldButton>
      ))}
    </details>
  );
}

/** Who is back since the last reset or recall, and whom somebody should telephone. */
function Result({
  legs,
  sites,
  nodes,
}: {
  legs: NonNullable<LiveMeeting['legs']>;
  sites: readonly LiveSite[];
  nodes: readonly LiveNode[];
}) {
  const { t, language } = useLanguage();
  const desk = useDesk();
  const pending = new Set<string>(legs.pending);
  const missing = sites.filter(({ siteId }) => pending.has(siteId));
  const result = {
    time: timeOfDay(legs.at, language),
    back: legs.asked - missing.length,
    asked: legs.asked,
  };
  return (
    <>
      <p role="status">
        {legs.nodeId === null
          ? t(legs.all ? 'reconnect.resetResult' : 'reconnect.recallResult', result)
          : t('reconnect.movedResult', { ...result, node: nameIn(nodes, legs.nodeId) })}
      </p>
      {missing.length > 0 && (
        <ul className="reconnect-missing">
          {missing.slice(0, NAMED).map(({ siteId, number, name, duty }) => (
            <li key={siteId}>
              <button type="button" className="button quiet" onClick={() => desk.select(siteId)}>
                {number} {shortName(name)}
              </button>
              <span className="muted">{duty?.phone ?? t('tile.noDuty')}</span>
            </li>
          ))}
          {missing.length > NAMED && (
            <li className="muted">{t('reconnect.andMore', { count: missing.length - NAMED })}</li>
          )}
        </ul>
      )}
    </>
  );
}
