import './screen.css';
import { useLayoutEffect, useRef } from 'react';
import { videoPool } from './video-pool.ts';

/** Plays a stream without sound and tells when its first frame is on the screen. */
export function StreamVideo({
  stream,
  className = '',
  onFirstFrame,
  mirrored = false,
}: {
  stream: MediaStream;
  className?: string;
  onFirstFrame?: () => void;
  mirrored?: boolean;
}) {
  const host = useRef<HTMLDivElement>(null);
  const tell = useRef(onFirstFrame);
  tell.current = onFirstFrame;
  useLayoutEffect(() => {
    if (!host.current) return;
    const video = videoPool.take(stream, host.current);
    let told = false;
    const first = () => {
      if (told) return;
      told = true;
      tell.current?.();
    };
    const frame = video.requestVideoFrameCallback(first);
    // In a hidden page no frame is presented, but its data is there.
    video.addEventListener('loadeddata', first);
    if (video.readyState >= HTMLMediaElement.HAVE_CURRENT_DATA) first();
    return () => {
      video.cancelVideoFrameCallback(frame);
      video.removeEventListener('loadeddata', first);
      videoPool.giveBack(stream, video);
    };
  }, [stream]);
  return <div ref={host} className={`stream-video ${className} ${mirrored ? 'mirrored' : ''}`} />;
}
