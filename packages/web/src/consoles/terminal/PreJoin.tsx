import { type ReactNode, useState } from 'react';
import { MicWord } from '../../monitoring/MicWord.tsx';
import { micFaultOf } from '../../monitoring/mic-words.ts';
import type { LevelMeter } from '../../room/level-meter.ts';
import type { DeviceProblem, LocalMedia } from '../../room/local-media.ts';
import { StreamVideo } from '../../screen/StreamVideo.tsx';
import { useLevel } from '../../screen/use-level.ts';
import { useTrackStream } from '../../screen/use-room.ts';
import { useStore } from '../../state/use-store.ts';
import type { TextKey } from '../../text/catalogue.ts';
import { useText } from '../../text/language.tsx';
import { Brand } from '../../ui/Brand.tsx';
import { Icon } from '../../ui/Icon.tsx';
import { LevelBar } from '../../ui/LevelBar.tsx';
import { LanguageSwitch, ThemeSwitch } from '../../ui/Switches.tsx';
import { playTestTone } from './sounds.ts';

const problemText = {
  denied: 'device.denied',
  notFound: 'device.notFound',
  inUse: 'device.inUse',
  insecure: 'device.insecure',
  unsupported: 'device.unsupported',
  unknown: 'device.unknown',
} as const satisfies Record<DeviceProblem, TextKey>;

/** Before the meeting: which devices, do they work, then one button. */
export function PreJoin({
  local,
  meter,
  siteName,
  ready,
  onJoin,
  children,
}: {
  local: LocalMedia;
  meter: LevelMeter;
  siteName: string;
  ready: boolean;
  onJoin: () => void;
  /** What else can be done before the meeting. */
  children?: ReactNode;
}) {
  const t = useText();
  const state = useStore(local.store, (all) => all);
  const preview = useTrackStream(state.cameraTrack);
  const level = useLevel(meter);
  const [testing, setTesting] = useState(false);
  const test = async () => {
    meter.resume();
    setTesting(true);
    await playTestTone(state.speakerId);
    setTesting(false);
  };
  return (
    <div className="prejoin">
      <header className="app-bar">
        <Brand />
        <span className="push" />
        <LanguageSwitch />
        <ThemeSwitch />
      </header>
      <main className="prejoin-content">
        <section className="prejoin-preview" aria-label={t('prejoin.preview')}>
          <div className="preview-picture">
            {preview ? (
              <StreamVideo stream={preview} mirrored />
            ) : (
              <p>{t(state.cameraProblem ? problemText[state.cameraProblem] : 'device.opening')}</p>
            )}
          </div>
          <div className="preview-level">
            <Icon name="mic" />
            <LevelBar db={level.db} label={t('prejoin.micLevel')} />
            <span role="status">
              <MicWord fault={micFaultOf(level.sound, true)} isWhole />
            </span>
          </div>
        </section>
        <section className="prejoin-form" aria-labelledby="prejoin-title">
          <p className="overline">{t('prejoin.over')}</p>
          <h1 id="prejoin-title">{siteName}</h1>
          <DeviceChoice
            label={t('prejoin.camera')}
            devices={state.cameras}
            chosen={state.cameraId}
            problem={state.cameraProblem}
            onChoose={(id) => void local.chooseCamera(id)}
          />
          <DeviceChoice
            label={t('prejoin.mic')}
            devices={state.mics}
            chosen={state.micId}
            problem={state.micProblem}
            onChoose={(id) => void local.chooseMic(id)}
          />
          <div className="speaker-choice">
            <DeviceChoice
              label={t('prejoin.speaker')}
              devices={state.speakers}
              chosen={state.speakerId}
              problem={null}
              onChoose={(id) => local.chooseSpeaker(id)}
            />
            <button type="button" className="button" disabled={testing} onClick={() => void test()}>
              <Icon name="speaker" />
              {t('prejoin.testTone')}
            </button>
          </div>
          <button type="button" className="button primary large join" disabled={!ready} onClick={onJoin}>
            {t('prejoin.join')}
          </button>
          <p className="muted">{t('prejoin.note')}</p>
          {children}
        </section>
      </main>
    </div>
  );
}

function DeviceChoice({
  label,
  devices,
  chosen,
  problem,
  onChoose,
}: {
  label: string;
  devices: readonly MediaDeviceInfo[];
  chosen: string | null;
  problem: DeviceProblem | null;
  onChoose: (deviceId: string | null) => void;
}) {
  const t = useText();
  return (
    <div className="field">
      <label className="field">
        <span>{label}</span>
        <select
          className="input"
          value={chosen ?? ''}
          onChange={({ target }) => onChoose(target.value === '' ? null : target.value)}
        >
          <option value="">{t('prejoin.default')}</option>
          {devices
            .filter(({ deviceId }) => deviceId !== 'default')
            .map((device, index) => (
              <option key={device.deviceId} value={device.deviceId}>
                {device.label || `${label} ${index + 1}`}
              </option>
            ))}
        </select>
      </label>
      {problem !== null && (
        <p className="mark bad" role="alert">
          {t(problemText[problem])}
        </p>
      )}
    </div>
  );
}
