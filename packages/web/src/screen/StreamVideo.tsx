import { useEffect, useRef } from 'react';

/** Plays a stream without sound and tells when its first frame is on the screen. */
export function StreamVideo({
  stream,
  className,
  onFirstFrame,
  mirrored = false,
}: {
  stream: MediaStream;
  className?: string | undefined;
  onFirstFrame?: (() => void) | undefined;
  mirrored?: boolean;
}) {
  const ref = useRef<HTMLVideoElement>(null);
  const tell = useRef(onFirstFrame);
  tell.current = onFirstFrame;
  useEffect(() => {
    const video = ref.current;
    if (!video) return;
    video.srcObject = stream;
    let told = false;
    const first = () => {
      if (told) return;
      told = true;
      tell.current?.();
    };
    const frame = video.requestVideoFrameCallback(first);
    // In a hidden page no frame is presented, but its data is there.
    video.addEventListener('loadeddata', first);
    void video.play().catch(() => {
      // The stream was replaced before it began to play.
    });
    return () => {
      video.cancelVideoFrameCallback(frame);
      video.removeEventListener('loadeddata', first);
      video.srcObject = null;
    };
  }, [stream]);
  return (
    <video
      ref={ref}
      className={`${className ?? ''} ${mirrored ? 'mirrored' : ''}`}
      muted
      playsInline
      autoPlay
      aria-hidden="true"
    />
  );
}
