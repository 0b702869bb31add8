import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { onInterruption } from './interruption.mjs';

const RETRY_MS = 300;

/**
 * Runs `work` while holding `lockFile`, waiting for whoever holds it.
 *
 * The lock names its owner (host, process id, start of that process), so one left behind by a killed run is
 * recognised and taken over.
 *
 * @param onWait - called once with the owner's process id, when there is something to wait for
 */
export async function withLock(lockFile, work, { onWait } = {}) {
  const release = await acquire(lockFile, onWait);
  const forget = onInterruption(release);
  try {
    return await work();
  } finally {
    forget();
    release();
  }
}

async function acquire(lockFile, onWait) {
  fs.mkdirSync(path.dirname(lockFile), { recursive: true });
  const mine = JSON.stringify({
    host: os.hostname(),
    pid: process.pid,
    startedAt: processStart(process.pid),
  });
  let told = false;
  while (!tryCreate(lockFile, mine)) {
    const owner = readOwner(lockFile);
    if (owner !== undefined && !isAlive(owner)) {
      takeAway(lockFile, owner.text);
      continue;
    }
    if (!told && owner !== undefined) {
      told = true;
      onWait?.(owner.pid);
    }
    await sleep(RETRY_MS);
  }
  return () => {
    if (readOwner(lockFile)?.text === mine) fs.rmSync(lockFile, { force: true });
  };
}

/** The file appears with its content or not at all: a link is made in one step. */
function tryCreate(lockFile, content) {
  const draft = `${lockFile}.${process.pid}`;
  fs.writeFileSync(draft, content);
  try {
    fs.linkSync(draft, lockFile);
    return true;
  } catch (error) {
    if (error.code === 'EEXIST') return false;
    throw error;
  } finally {
    fs.rmSync(draft, { force: true });
  }
}

function readOwner(lockFile) {
  let text;
  try {
    text = fs.readFileSync(lockFile, 'utf8');
  } catch {
    return undefined; // Released between two looks.
  }
  try {
    return { ...JSON.parse(text), text };
  } catch {
    return { text }; // Not written by this program: nobody owns it.
  }
}

function isAlive({ host, pid, startedAt }) {
  if (host !== undefined && host !== os.hostname()) return true; // Cannot be seen from here.
  if (!Number.isInteger(pid)) return false;
  try {
    process.kill(pid, 0);
  } catch (error) {
    return error.code === 'EPERM';
  }
  return startedAt === processStart(pid);
}

/** Moves the dead owner's lock aside first, so that of two takers only one removes it. */
function takeAway(lockFile, expected) {
  const aside = `${lockFile}.dead.${process.pid}`;
  try {
    fs.renameSync(lockFile, aside);
  } catch {
    return; // Another taker was faster.
  }
  const taken = fs.readFileSync(aside, 'utf8');
  if (taken !== expected) {
    try {
      fs.linkSync(aside, lockFile); // A living owner's lock was moved by mistake: put it back.
    } catch {
      // A third process holds it by now.
    }
  }
  fs.rmSync(aside, { force: true });
}

/** Start of a process in clock ticks since boot: tells a process from a later one with the same id. */
function processStart(pid) {
  try {
    const stat = fs.readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19];
  } catch {
    return null; // No /proc on this system: the process id alone must do.
  }
}
