import { useEffect } from 'react';
import { ApiFailure } from '../api/http.ts';
import { proofDesk } from '../api/proof-desk.ts';
import { fetchLock, noteActivity } from './calls.ts';
import { useKnownSession } from './use-session.ts';

/** The server hears at most this often that somebody is there. */
const TELL_EVERY_MS = 60_000;
const LOOK_EVERY_MS = 20_000;
const acts = ['pointerdown', 'keydown', 'wheel'] as const;

/** Tells the server that the person is there, and covers the page when the session has locked itself. */
export function ActivityWatch() {
  const { data } = useKnownSession();
  const idleLockMs = (data?.idleLockS ?? 0) * 1000;
  useEffect(() => {
    if (idleLockMs === 0) return;
    let lastAct = Date.now();
    let lastTold = Date.now();
    const onAct = () => {
      lastAct = Date.now();
      if (proofDesk.asked.get().now !== null || lastAct - lastTold < TELL_EVERY_MS) return;
      lastTold = lastAct;
      noteActivity().catch(look);
    };
    const onLook = () => {
      if (Date.now() - lastAct > idleLockMs) look(null);
    };
    const timer = setInterval(onLook, LOOK_EVERY_MS);
    for (const act of acts) addEventListener(act, onAct, { passive: true });
    return () => {
      clearInterval(timer);
      for (const act of acts) removeEventListener(act, onAct);
    };
  }, [idleLockMs]);
  return null;
}

/** Asks whether it is locked; a server that does not answer is asked again at the next look. */
function look(cause: unknown): void {
  if (cause instanceof ApiFailure && cause.code === 'SESSION_LOCKED') return proofDesk.locked();
  fetchLock()
    .then(({ locked }) => {
      if (locked) proofDesk.locked();
    })
    .catch(() => null);
}
