import type { MeetingId, RelayObserved, Source } from '@nhipcau/contracts';
import { mayEver } from '@nhipcau/domain';
import { useState } from 'react';
import { useSession } from '../../access/use-session.ts';
import { alarmText } from '../../monitoring/alarm-text.ts';
import { LimitDialog } from '../../monitoring/LimitDialog.tsx';
import { LinePanel } from '../../monitoring/LinePanel.tsx';
import type { TextKey, Translate } from '../../text/catalogue.ts';
import { useLanguage } from '../../text/language.tsx';
import { type CascadeMap, type LinkLimit, type MapLink, rateText } from './cascade.ts';
import { LinkShape } from './LinkShape.tsx';
import { DepthNote, ShedList } from './Sheds.tsx';
import { StandbyList } from './StandbyList.tsx';

const sourceText = {
  camera: 'source.camera',
  mic: 'source.mic',
  content: 'source.content',
  talk: 'source.talk',
} as const satisfies Record<Source, TextKey>;

const relayText = {
  opening: 'relay.opening',
  flowing: 'relay.flowing',
  held: 'relay.held',
  warm: 'relay.warm',
} as const satisfies Record<RelayObserved['state'], TextKey>;

const linkText = { up: 'link.up', down: 'link.down', unknown: 'link.unknown' } as const satisfies Record<
  MapLink['state'],
  TextKey
>;

const towardChairText = {
  nothing: 'map.towardNothing',
  oneSite: 'map.towardOneSite',
  grid: 'map.towardGrid',
} as const satisfies Record<MapLink['towardChair'], TextKey>;

/** The same as the drawing, in words: every link with every stream on it. */
export function LinkTable({ map, meetingId }: { map: CascadeMap; meetingId: MeetingId }) {
  const { t, language } = useLanguage();
  const [changing, setChanging] = useState<MapLink | null>(null);
  const mayLimit = useMayLimit();
  const name = (nodeId: string) => map.nodes.find(({ node }) => node.nodeId === nodeId)?.node.name ?? nodeId;
  return (
    <section className="link-list scrolls" aria-label={t('map.list')}>
      <DepthNote map={map} />
      {mayLimit && <StandbyList />}
      {map.links.map((link) => (
        <article key={`${link.childId}-${link.parentId}`} className={`link-card ${link.state}`}>
          <header>
            <LinkShape state={link.state} />
            <h2>{t('map.linkOf', { child: name(link.childId), parent: name(link.parentId) })}</h2>
            {mayLimit && (
              <button type="button" className="button quiet" onClick={() => setChanging(link)}>
                {t('limit.change')}
              </button>
            )}
          </header>
          {link.alarms.length > 0 && (
            <p className="mark poor">
              {t('alarm.list', { alarms: link.alarms.map((alarm) => t(alarmText[alarm])).join(', ') })}
            </p>
          )}
          <ShedList link={link} />
          <dl className="link-facts">
            <Fact label={t('map.state')} value={t(linkText[link.state])} />
            <Fact
              label={t('map.rttLabel')}
              value={
                link.rttMs === null ? t('common.unknown') : t('map.ms', { value: Math.round(link.rttMs) })
              }
            />
            <Fact label={t('map.downLabel')} value={rateText(link.downKbps, language)} />
            <Fact label={t('map.towardChair')} value={t(towardChairText[link.towardChair])} />
            <Fact label={t('map.upLabel')} value={rateText(link.upKbps, language)} />
            <Fact
              label={t('map.loss')}
              value={
                link.loss === null
                  ? t('common.unknown')
                  : t('map.percent', {
                      value: (link.loss * 100).toFixed(1).replace('.', language === 'vi' ? ',' : '.'),
                    })
              }
            />
            <Fact
              label={t('lines.jitter')}
              value={
                link.jitterMs === null
                  ? t('common.unknown')
                  : t('map.ms', { value: Math.round(link.jitterMs) })
              }
            />
            <Fact label={t('map.keyFrames')} value={String(link.keyFrames)} />
            <Fact label={t('map.limitDown')} value={limitWords(link.limits.down, t, language)} />
            <Fact label={t('map.limitUp')} value={limitWords(link.limits.up, t, language)} />
          </dl>
          <details className="link-history">
            <summary>{t('lines.inHand')}</summary>
            <LinePanel
              meetingId={meetingId}
              subject={{ kind: 'link', childId: link.childId, parentId: link.parentId }}
              from={null}
            />
          </details>
          {link.crossings.length === 0 ? (
            <p className="muted">{t('map.noStreams')}</p>
          ) : (
            <table>
              <caption className="visually-hidden">{t('map.streams')}</caption>
              <thead>
                <tr>
                  <th scope="col">{t('map.direction')}</th>
                  <th scope="col">{t('map.site')}</th>
                  <th scope="col">{t('map.source')}</th>
                  <th scope="col">{t('map.state')}</th>
                  <th scope="col">{t('map.rate')}</th>
                </tr>
              </thead>
              <tbody>
                {link.crossings.map(({ siteName, relay, direction }) => (
                  <tr key={`${direction}-${relay.siteId}-${relay.source}`} className={relay.state}>
                    <td>{t(direction === 'down' ? 'map.goesDown' : 'map.goesUp')}</td>
                    <td>{siteName}</td>
                    <td>{t(sourceText[relay.source])}</td>
                    <td>{t(relayText[relay.state])}</td>
                    <td>{rateText(relay.kbps, language)}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          )}
        </article>
      ))}
      {changing && (
        <LimitDialog
          childId={changing.childId}
          title={t('limit.title', { child: name(changing.childId), parent: name(changing.parentId) })}
          onClose={() => setChanging(null)}
        />
      )}
    </section>
  );
}

function useMayLimit(): boolean {
  const { data } = useSession();
  return data ? mayEver(data.grants, 'link.configure') : false;
}

const limitWords = ({ kbps, isMeasured }: LinkLimit, t: Translate, language: 'vi' | 'en'): string =>
  kbps === null
    ? t('limit.none')
    : `${rateText(kbps, language)}${isMeasured ? ` (${t('limit.measured')})` : ''}`;

function Fact({ label, value }: { label: string; value: string }) {
  return (
    <div>
      <dt>{label}</dt>
      <dd>{value}</dd>
    </div>
  );
}
