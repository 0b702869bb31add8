import { type ConnectContact, KNOCK_ASKS_EVERY_MS, KnockAtDoor } from '@nhipcau/contracts';
import { useCallback, useEffect, useRef, useState } from 'react';
import { ApiFailure } from '../api/http.ts';
import { keepRoom, storedRoom } from '../consoles/terminal/room-access.ts';
import { askAnswer, knockAtDoor, leaveDoor } from './calls.ts';

export type DoorState =
  | { readonly kind: 'asking' }
  | { readonly kind: 'early'; readonly contacts: readonly ConnectContact[] }
  | {
      readonly kind: 'waiting';
      readonly name: string;
      readonly since: number;
      readonly contacts: readonly ConnectContact[];
    }
  | { readonly kind: 'refused'; readonly reason: string; readonly contacts: readonly ConnectContact[] }
  | { readonly kind: 'ended' }
  /** It is a room of the meeting now. */
  | { readonly kind: 'inside' };

interface Kept {
  readonly said: KnockAtDoor;
  readonly secret: string | null;
}

const STORED = 'nhipcau.door';

/** Asks to be let in, waits through reloads and restarts of the server, and becomes the room when it is let in. */
export function useDoor(meetingId: string) {
  const [state, setState] = useState<DoorState>({ kind: 'asking' });
  const [failure, setFailure] = useState<string | null>(null);
  const [isOffline, setOffline] = useState(false);
  const kept = useRef<Kept | null>(null);

  const keep = useCallback(
    (next: Kept | null) => {
      kept.current = next;
      const key = `${STORED}.${meetingId}`;
      if (next === null) sessionStorage.removeItem(key);
      else sessionStorage.setItem(key, JSON.stringify(next));
    },
    [meetingId],
  );

  const knock = useCallback(
    async (said: KnockAtDoor) => {
      setFailure(null);
      try {
        const taken = await knockAtDoor(meetingId, said, storedRoom()?.token);
        setOffline(false);
        if (taken.state === 'planned') {
          keep(null);
          return setState({ kind: 'inside' });
        }
        if (taken.state === 'early') {
          keep({ said, secret: null });
          return setState({ kind: 'early', contacts: taken.contacts });
        }
        keep({ said, secret: taken.secret });
        setState({ kind: 'waiting', name: taken.name, since: taken.since, contacts: taken.contacts });
      } catch (cause) {
        const code = cause instanceof ApiFailure ? cause.code : 'INTERNAL';
        if (code === 'MEETING_ENDED') return setState({ kind: 'ended' });
        if (code === 'DISCONNECTED' && kept.current !== null) return setOffline(true);
        keep(null);
        setState({ kind: 'asking' });
        setFailure(code);
      }
    },
    [meetingId, keep],
  );

  const ask = useCallback(async () => {
    const now = kept.current;
    if (now === null) return;
    if (now.secret === null) return knock(now.said);
    try {
      const standing = await askAnswer(meetingId, now.secret);
      if (kept.current !== now) return;
      setOffline(false);
      switch (standing.state) {
        case 'waiting':
          return setState((before) =>
            before.kind === 'waiting'
              ? { ...before, contacts: standing.contacts }
              : { kind: 'waiting', name: now.said.name, since: Date.now(), contacts: standing.contacts },
          );
        case 'admitted':
          keep(null);
          keepRoom(standing.room);
          return setState({ kind: 'inside' });
        case 'refused':
          keep(null);
          return setState({ kind: 'refused', reason: standing.reason, contacts: standing.contacts });
        case 'ended':
          keep(null);
          return setState({ kind: 'ended' });
        case 'gone':
          // Nobody knows it any more: it asks again by itself.
          return knock(now.said);
      }
    } catch {
      setOffline(true);
    }
  }, [meetingId, keep, knock]);

  useEffect(() => {
    kept.current ??= restored(meetingId);
    void ask();
    const timer = setInterval(() => void ask(), KNOCK_ASKS_EVERY_MS);
    return () => clearInterval(timer);
  }, [meetingId, ask]);

  const leave = useCallback(() => {
    const secret = kept.current?.secret ?? null;
    keep(null);
    setState({ kind: 'asking' });
    // Whoever goes without being heard is noticed as silent.
    if (secret !== null) void leaveDoor(meetingId, secret).catch(() => undefined);
  }, [meetingId, keep]);

  const again = useCallback(() => setState({ kind: 'asking' }), []);
  return { state, failure, isOffline, knock, leave, again };
}

function restored(meetingId: string): Kept | null {
  try {
    const stored: unknown = JSON.parse(sessionStorage.getItem(`${STORED}.${meetingId}`) ?? 'null');
    return isKept(stored) ? stored : null;
  } catch {
    return null; // A damaged note: the caller asks anew.
  }
}

const isKept = (stored: unknown): stored is Kept =>
  typeof stored === 'object' &&
  stored !== null &&
  'secret' in stored &&
  'said' in stored &&
  KnockAtDoor.safeParse(stored.said).success;
