import type { LiveSite, MeetingId, RequestRoomLink } from '@nhipcau/contracts';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { requestRoomLink } from '../../api/calls.ts';
import { codeOf } from '../../office/LoadState.tsx';
import { useAdmittedKinds } from '../../security/use-admitted-kinds.ts';
import { useText } from '../../text/language.tsx';
import { FailureText } from '../../ui/FailureText.tsx';
import { Icon } from '../../ui/Icon.tsx';

type Opened = Pick<RequestRoomLink, 'endpoint' | 'personalDeviceId'>;
interface Choice {
  readonly key: string;
  readonly text: string;
  readonly opened: Opened;
}

/** Opens a site's room on this machine, or copies the one-time link for another; for its terminal or what else may join. */
export function RoomLinkButtons({ meetingId, site }: { meetingId: MeetingId; site: LiveSite }) {
  const t = useText();
  const choices = choicesOf(useAdmittedKinds(), t);
  const [key, setKey] = useState('siteTerminal');
  const opened = choices.find((one) => one.key === key)?.opened ?? {};
  const request = async () =>
    new URL(
      (await requestRoomLink({ meetingId, siteId: site.siteId, ...opened })).path,
      globalThis.location.origin,
    ).href;
  const copy = useMutation({ mutationFn: async () => navigator.clipboard.writeText(await request()) });
  const open = useMutation({
    mutationFn: async () => {
      // Opened at once, in the click: a window opened after the reply would be held back.
      const tab = globalThis.open('about:blank', '_blank');
      try {
        const address = await request();
        if (tab) tab.location.href = address;
      } catch (cause) {
        tab?.close();
        throw cause;
      }
    },
  });
  const failed = copy.error ?? open.error;
  const copyText = t(
    copy.isSuccess ? 'roomLink.copied' : failed === null ? 'roomLink.copy' : 'roomLink.failed',
  );
  return (
    <span className="in-hand-links">
      <FailureText code={codeOf(failed)} />
      {choices.length > 1 && (
        <select
          className="input compact"
          aria-label={t('endpoint.choose')}
          title={choices.find((one) => one.key === key)?.text ?? t('endpoint.choose')}
          value={key}
          onChange={({ target }) => setKey(target.value)}
        >
          {choices.map((one) => (
            <option key={one.key} value={one.key}>
              {one.text}
            </option>
          ))}
        </select>
      )}
      <button
        type="button"
        className="button quiet"
        disabled={copy.isPending}
        aria-label={copyText}
        title={copyText}
        onClick={() => copy.mutate()}
      >
        <Icon name={copy.isSuccess ? 'check' : 'link'} />
        <span className="wide">{copyText}</span>
      </button>
      <button
        type="button"
        className="button quiet"
        disabled={open.isPending}
        aria-label={t('roomLink.open')}
        title={t('roomLink.open')}
        onClick={() => open.mutate()}
      >
        <Icon name="external" />
        <span className="wide">{t('roomLink.open')}</span>
      </button>
    </span>
  );
}

/** The kinds that may join; personal devices each by its name. */
const choicesOf = (
  { kinds, devices }: ReturnType<typeof useAdmittedKinds>,
  t: ReturnType<typeof useText>,
): Choice[] =>
  kinds.flatMap((kind): Choice[] =>
    kind === 'personalDevice'
      ? devices.map(({ id, name, ownerName }) => ({
          key: id,
          text: `${t('endpoint.device')}: ${name} (${ownerName})`,
          opened: { endpoint: kind, personalDeviceId: id },
        }))
      : [{ key: kind, text: t(`endpoint.short.${kind}`), opened: { endpoint: kind } }],
  );
