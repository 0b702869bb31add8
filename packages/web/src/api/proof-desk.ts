import { Store } from '../state/store.ts';

/** Why the person is asked to prove once more who they are. */
export type ProofReason = 'SESSION_LOCKED' | 'REAUTHENTICATION_REQUIRED';

interface Asked {
  readonly reason: ProofReason;
  readonly waiting: readonly ((proved: boolean) => void)[];
}

/**
 * Where refused requests wait for the person's proof. Whoever asked goes on where they were: nothing on the page is lost.
 */
class ProofDesk {
  readonly asked = new Store<{ readonly now: Asked | null }>({ now: null });

  /** @returns whether the person proved it; the request is then worth repeating */
  ask(reason: ProofReason): Promise<boolean> {
    return new Promise((resolve) => {
      const { now } = this.asked.get();
      this.asked.set({
        now: { reason: now?.reason ?? reason, waiting: [...(now?.waiting ?? []), resolve] },
      });
    });
  }

  /** The session is locked although nobody asked anything just now. */
  locked(): void {
    if (this.asked.get().now === null) this.asked.set({ now: { reason: 'SESSION_LOCKED', waiting: [] } });
  }

  settle(proved: boolean): void {
    const { now } = this.asked.get();
    this.asked.set({ now: null });
    for (const resolve of now?.waiting ?? []) resolve(proved);
  }
}

export const proofDesk = new ProofDesk();

export const isProofReason = (code: string): code is ProofReason =>
  code === 'SESSION_LOCKED' || code === 'REAUTHENTICATION_REQUIRED';
