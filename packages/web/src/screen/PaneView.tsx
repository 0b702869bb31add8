import type { Pane } from '@nhipcau/contracts';
import type { RemoteStream } from '../room/room-media.ts';
import { type StreamKey, streamKey } from '../room/stream-key.ts';
import { useText } from '../text/language.tsx';
import { StreamVideo } from './StreamVideo.tsx';
import { useLasting } from './use-lasting.ts';
import { type Picture, usePane } from './use-pane.ts';

/** A picture that stands still this long is told to be standing still; shorter stops are the line's daily life. */
const STANDS_AFTER_MS = 2_000;

/** What panes are drawn from. */
export interface PictureSource {
  readonly streams: ReadonlyMap<StreamKey, RemoteStream>;
  readonly ownCamera: MediaStream | null;
  readonly ownContent: MediaStream | null;
  readonly ownName: string;
  readonly nameOf: (siteId: string) => string | null;
  /** Whether a stream is measured to be decoded now. */
  readonly isFlowing: (siteId: string, source: 'camera' | 'content') => boolean;
  readonly isUnreachable: (siteId: string) => boolean;
}

function pictureOf(pane: Pane, source: PictureSource): Picture | null {
  if (pane.kind === 'empty') return null;
  if (pane.kind === 'self') {
    const stream = pane.source === 'camera' ? source.ownCamera : source.ownContent;
    return { id: `self/${pane.source}#${stream?.id ?? 'pending'}`, stream };
  }
  const key = streamKey(pane.siteId, pane.source);
  const remote = source.streams.get(key);
  return { id: `${key}#${remote?.consumerId ?? 'pending'}`, stream: remote?.stream ?? null };
}

export function PaneView({
  pane,
  source,
  small = false,
}: {
  pane: Pane;
  source: PictureSource;
  small?: boolean;
}) {
  const t = useText();
  const { shown, coming, streamOf, firstFrame } = usePane(pictureOf(pane, source));
  const stands =
    pane.kind === 'remote' &&
    shown !== null &&
    coming === null &&
    !source.isFlowing(pane.siteId, pane.source);
  const stale = useLasting(stands, STANDS_AFTER_MS);
  // The old picture still stands in for one that does not come.
  const late = useLasting(coming !== null && shown !== null, STANDS_AFTER_MS);
  if (pane.kind === 'empty' && shown === null) return <div className="pane empty" />;
  const name =
    pane.kind === 'remote' ? (source.nameOf(pane.siteId) ?? '') : pane.kind === 'self' ? source.ownName : '';
  const unreachable = pane.kind === 'remote' && source.isUnreachable(pane.siteId);
  const pictures = [shown, coming].filter((id): id is string => id !== null);
  const note = unreachable
    ? t('pane.unreachable')
    : shown === null || late
      ? t('pane.waiting')
      : stale
        ? t('pane.frozen')
        : null;
  const site = pane.kind === 'remote' ? pane.siteId : 'self';
  return (
    <figure className={`pane ${stale || late || unreachable ? 'stale' : ''}`} data-site={site}>
      {pictures.map((id) => {
        const stream = streamOf(id);
        return stream ? (
          <StreamVideo
            key={id}
            stream={stream}
            className={id === shown ? 'shown' : 'coming'}
            onFirstFrame={() => firstFrame(id)}
          />
        ) : null;
      })}
      {note !== null && pane.kind !== 'empty' && <p className="pane-note">{note}</p>}
      {name !== '' && <figcaption className={small ? 'small' : undefined}>{name}</figcaption>}
    </figure>
  );
}
