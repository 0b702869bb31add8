import { chmodSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MeetingId, RecordingId, SiteId } from '@nhipcau/contracts';
import { expect, test } from 'vitest';
import { createLogger } from '../process/logging.ts';
import { SegmentShelf } from './segment-shelf.ts';

test('[RD-5] a writer is seen to grow by its newest file, whatever else lies beside it and was taken over before', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'nhipcau-shelf-'));
  try {
    const log = createLogger({ level: 'silent', nodeId: 'hb' });
    const shelf = new SegmentShelf({ folder, ffprobe: 'ffprobe', log });
    const recordingId = RecordingId.parse('0197f000-0000-7000-8000-000000000001');
    const source = { siteId: SiteId.parse('chair'), source: 'mic' } as const;
    const facts = { recordingId, meetingId: MeetingId.parse('m1'), ...source };
    const [{ run, folder: place }, other] = [await shelf.openRun(facts), await shelf.openRun(facts)];
    const write = (name: string, bytes: number) => writeFileSync(join(place, name), Buffer.alloc(bytes));
    write(`${other.run}.00001.mkv`, 99);
    expect(await shelf.sizeOf(recordingId, run)).toEqual({ files: 0, bytes: 0 });
    write(`${run}.00001.mkv`, 10);
    expect(await shelf.sizeOf(recordingId, run)).toEqual({ files: 1, bytes: 10 });
    write(`${run}.00002.mkv`, 3);
    expect(await shelf.sizeOf(recordingId, run, 1)).toEqual({ files: 2, bytes: 3 });
    rmSync(join(place, `${run}.00001.mkv`));
    write(`${run}.00002.mkv`, 4);
    expect(await shelf.sizeOf(recordingId, run, 2)).toEqual({ files: 2, bytes: 4 });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

/** A probe that finds a minute of packets in whatever it is given, except in files that say that they are broken. */
function aProbe(folder: string): string {
  const probe = join(folder, 'ffprobe');
  const script = [
    '#!/bin/sh',
    'for file; do :; done',
    'grep -q broken "$file" && exit 1',
    'echo 1000000000.5; echo 1000000060.5',
  ];
  writeFileSync(probe, `${script.join('\n')}\n`);
  chmodSync(probe, 0o700);
  return probe;
}

test('[RD-6] a good file whose sheet cannot be written now stays as it is and is closed later', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'nhipcau-shelf-'));
  try {
    const log = createLogger({ level: 'silent', nodeId: 'hb' });
    const shelf = new SegmentShelf({ folder, ffprobe: aProbe(folder), log });
    const recordingId = RecordingId.parse('0197f000-0000-7000-8000-000000000001');
    const source = { siteId: SiteId.parse('chair'), source: 'mic' } as const;
    const facts = { recordingId, meetingId: MeetingId.parse('m1'), ...source };
    const { run, folder: place } = await shelf.openRun(facts);
    writeFileSync(join(place, `${run}.00001.mkv`), 'sound');
    writeFileSync(join(place, `${run}.00002.mkv`), 'broken');
    // Nothing can be written where a folder stands.
    mkdirSync(join(place, `${run}.00001.mkv.json.draft`));
    await shelf.closeRun(recordingId, run, { isOver: true });
    expect(readdirSync(place).sort()).toEqual(
      [
        'recording.json',
        `${run}.00001.mkv`,
        `${run}.00001.mkv.json.draft`,
        `${run}.00002.mkv.unreadable`,
        `${run}.run`,
      ].sort(),
    );
    expect([shelf.waiting, await shelf.isOpen(recordingId)]).toEqual([[], true]);
    rmSync(join(place, `${run}.00001.mkv.json.draft`), { recursive: true });
    const next = await shelf.openRun(facts);
    await shelf.closeRun(recordingId, next.run, { isOver: true });
    expect(shelf.waiting.map(({ segmentId }) => segmentId)).toEqual([`${run}.00001`]);
    expect(await shelf.isOpen(recordingId)).toBe(false);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

test('[RD-7] a recording whose folder could not be made is known all the same, so that its end is told', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'nhipcau-shelf-'));
  try {
    const log = createLogger({ level: 'silent', nodeId: 'hb' });
    const shelf = new SegmentShelf({ folder, ffprobe: 'ffprobe', log });
    const recording = {
      recordingId: RecordingId.parse('0197f000-0000-7000-8000-000000000001'),
      meetingId: MeetingId.parse('m1'),
    };
    writeFileSync(shelf.folderOf(recording.recordingId), 'in the way');
    await expect(shelf.begin(recording)).rejects.toThrow();
    expect(await shelf.recordings()).toEqual([recording]);
    rmSync(shelf.folderOf(recording.recordingId));
    // A writer that finds room again makes up for it.
    await shelf.openRun({ ...recording, siteId: SiteId.parse('chair'), source: 'mic' });
    const afterwards = new SegmentShelf({ folder, ffprobe: 'ffprobe', log });
    expect(await afterwards.recordings()).toEqual([recording]);
    await shelf.giveUp(recording.recordingId);
    expect(await shelf.recordings()).toEqual([]);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

test('[RD-5] a disk that takes no more leaves what was written whole, and keeps no recording open', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'nhipcau-shelf-'));
  try {
    const log = createLogger({ level: 'silent', nodeId: 'hb' });
    const shelf = new SegmentShelf({ folder, ffprobe: 'ffprobe', log });
    const recordingId = RecordingId.parse('0197f000-0000-7000-8000-000000000001');
    const recording = { recordingId, meetingId: MeetingId.parse('m1') };
    const facts = { ...recording, siteId: SiteId.parse('chair'), source: 'mic' } as const;
    await shelf.begin(recording);
    // What is written there is refused as by a full disk.
    const place = shelf.folderOf(recordingId);
    symlinkSync('/dev/full', join(place, 'recording.json.draft'));
    await expect(shelf.openRun(facts)).rejects.toMatchObject({ code: 'ENOSPC' });
    expect(readdirSync(place)).toEqual(['recording.json']);
    expect(await shelf.isOpen(recordingId)).toBe(false);
    const afterwards = new SegmentShelf({ folder, ffprobe: 'ffprobe', log });
    expect(await afterwards.recordings()).toEqual([recording]);
    const { run } = await shelf.openRun(facts);
    expect(readdirSync(place).sort()).toEqual([`${run}.run`, 'recording.json'].sort());
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

test('[RD-7] a folder that nobody can read does not keep the other recordings from being told of', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'nhipcau-shelf-'));
  try {
    const log = createLogger({ level: 'silent', nodeId: 'hb' });
    const shelf = new SegmentShelf({ folder, ffprobe: 'ffprobe', log });
    const recordingId = RecordingId.parse('0197f000-0000-7000-8000-000000000001');
    const recording = { recordingId, meetingId: MeetingId.parse('m1') };
    await shelf.begin(recording);
    const cutOff = join(folder, '0197f000-0000-7000-8000-000000000002');
    mkdirSync(cutOff);
    writeFileSync(join(cutOff, 'recording.json'), '');
    const afterwards = new SegmentShelf({ folder, ffprobe: 'ffprobe', log });
    expect(await afterwards.recordings()).toEqual([recording]);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
