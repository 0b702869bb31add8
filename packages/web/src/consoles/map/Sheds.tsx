import '../../monitoring/monitoring.css';
import type { LimitReached, Source } from '@nhipcau/contracts';
import { ADVISED_LINKS } from '@nhipcau/domain';
import type { TextKey } from '../../text/catalogue.ts';
import { useText } from '../../text/language.tsx';
import type { CascadeMap, MapLink } from './cascade.ts';

const reasonText = {
  programs: 'shed.by.programs',
  tiles: 'shed.by.tiles',
  contents: 'shed.by.contents',
  rate: 'shed.by.rate',
  line: 'shed.by.line',
} as const satisfies Record<LimitReached, TextKey>;

const sourceText = {
  camera: 'source.camera',
  mic: 'source.mic',
  content: 'source.content',
  talk: 'source.talk',
} as const satisfies Record<Source, TextKey>;

/** What a link does not carry as wished, and why. */
export function ShedList({ link }: { link: MapLink }) {
  const t = useText();
  if (link.shed.length === 0) return null;
  return (
    <section className="shed" aria-label={t('shed.title')}>
      <strong>{t('shed.title')}</strong>
      <ul>
        {link.shed.map(({ siteName, stream: { siteId, source, to, by } }) => (
          <li key={`${siteId}/${source}`}>
            {t(to === 'low' ? 'shed.low' : 'shed.nothing', {
              stream: `${siteName} (${t(sourceText[source])})`,
              reason: t(reasonText[by]),
            })}
          </li>
        ))}
      </ul>
    </section>
  );
}

/** How deep the cascade is seen from the chair, with the shallower tree when it is deeper than advised (R-MCU-04). */
export function DepthNote({ map: { depth, nodes } }: { map: CascadeMap }) {
  const t = useText();
  if (depth === null) return null;
  const name = (nodeId: string | null) =>
    nodes.find(({ node }) => node.nodeId === nodeId)?.node.name ?? nodeId ?? '';
  if (depth.tooDeep.length === 0) return <p className="depth">{t('depth.ok', { links: depth.links })}</p>;
  const moves = depth.moves.map(({ nodeId, to }) =>
    t('depth.move', { node: name(nodeId), parent: name(to) }),
  );
  return (
    <div className="depth deep" role="status">
      <p>{t('depth.deep', { links: depth.links, most: ADVISED_LINKS })}</p>
      <p>{t('depth.advice', { moves: moves.join('; ') })}</p>
    </div>
  );
}
