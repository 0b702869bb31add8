import type { RelayObserved, Source } from '@nhipcau/contracts';
import type { TextKey } from '../../text/catalogue.ts';
import { useLanguage } from '../../text/language.tsx';
import { type CascadeMap, type MapLink, rateText } from './cascade.ts';
import { LinkShape } from './LinkShape.tsx';

const sourceText = {
  camera: 'source.camera',
  mic: 'source.mic',
  content: 'source.content',
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
export function LinkTable({ map }: { map: CascadeMap }) {
  const { t, language } = useLanguage();
  const name = (nodeId: string) => map.nodes.find(({ node }) => node.nodeId === nodeId)?.node.name ?? nodeId;
  return (
    <section className="link-list scrolls" aria-label={t('map.list')}>
      {map.links.map((link) => (
        <article key={`${link.childId}-${link.parentId}`} className={`link-card ${link.state}`}>
          <header>
            <LinkShape state={link.state} />
            <h2>{t('map.linkOf', { child: name(link.childId), parent: name(link.parentId) })}</h2>
          </header>
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
          </dl>
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
    </section>
  );
}

function Fact({ label, value }: { label: string; value: string }) {
  return (
    <div>
      <dt>{label}</dt>
      <dd>{value}</dd>
    </div>
  );
}
