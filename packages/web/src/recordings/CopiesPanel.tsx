import type { MeetingId, MeetingRecordings, RecordingCopy, SiteId } from '@nhipcau/contracts';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Button, Select } from 'antd';
import { useState } from 'react';
import { codeOf, LoadState } from '../office/LoadState.tsx';
import { instantText, type Speech } from '../regulation/sentences.ts';
import { FailureText } from '../ui/FailureText.tsx';
import { askCopy, askCopyLink, fetchCopies } from './calls.ts';
import { megabytes } from './megabytes.ts';

const LOOK_AGAIN_MS = 3_000;

/** Copies somebody asked for; looked at again while one is made. */
export const useCopies = (meetingId: MeetingId, enabled = true) =>
  useQuery({
    queryKey: ['recording-copies', meetingId],
    queryFn: ({ signal }) => fetchCopies(meetingId, signal),
    enabled,
    refetchInterval: ({ state }) =>
      state.data?.copies.some((copy) => copy.state === 'waiting' || copy.state === 'making')
        ? LOOK_AGAIN_MS
        : false,
  });

/** Copies for whoever looks: the film with their name in it, or what one site sent. */
export function CopiesPanel({
  meetingId,
  sources,
  speech,
}: {
  meetingId: MeetingId;
  sources: MeetingRecordings['sources'];
  speech: Speech;
}) {
  const { t } = speech;
  const queries = useQueryClient();
  const [siteId, setSiteId] = useState<SiteId | null>(null);
  const query = useCopies(meetingId);
  const asking = useMutation({
    mutationFn: (site: SiteId | null) => askCopy(meetingId, site),
    onSuccess: (now) => queries.setQueryData(['recording-copies', meetingId], now),
  });
  const sites = new Map(sources.filter(({ stored }) => stored > 0).map((one) => [one.siteId, one.name]));
  return (
    <details className="rec-part">
      <summary>{t('copy.title')}</summary>
      <p className="muted">{t('copy.help')}</p>
      <FailureText code={codeOf(asking.error)} />
      <span className="rec-acts">
        <Button loading={asking.isPending} onClick={() => asking.mutate(null)}>
          {t('copy.film')}
        </Button>
        {sites.size > 0 && (
          <>
            <Select
              aria-label={t('copy.site')}
              placeholder={t('copy.site')}
              style={{ minWidth: 240 }}
              value={siteId}
              onChange={setSiteId}
              options={[...sites].map(([value, label]) => ({ value, label }))}
            />
            <Button
              disabled={siteId === null || asking.isPending}
              onClick={() => siteId !== null && asking.mutate(siteId)}
            >
              {t('copy.original')}
            </Button>
          </>
        )}
      </span>
      <LoadState query={query}>
        {({ copies }) => (
          <ul className="rec-runs">
            {copies.map((copy) => (
              <CopyLine key={copy.copyId} copy={copy} speech={speech} />
            ))}
          </ul>
        )}
      </LoadState>
    </details>
  );
}

export function CopyLine({ copy, speech }: { copy: RecordingCopy; speech: Speech }) {
  const { t, language } = speech;
  const { copyId, kind, siteName, askedAt, state, fault, bytes, expiresAt } = copy;
  const open = useMutation({
    mutationFn: () => askCopyLink(copyId),
    onSuccess: ({ url }) => globalThis.open(url, '_blank', 'noopener'),
  });
  return (
    <li>
      <span>{kind === 'film' ? t('copy.film') : t('copy.of', { site: siteName ?? '' })}</span>
      <span className="muted">{instantText(askedAt, speech)}</span>
      <span role={state === 'making' ? 'status' : undefined}>
        {t(`copy.state.${state}`, { until: instantText(expiresAt, speech) })}
      </span>
      <FailureText code={fault ?? codeOf(open.error)} />
      {state === 'ready' && (
        <Button size="small" loading={open.isPending} onClick={() => open.mutate()}>
          {`${t('copy.open')} (${megabytes(bytes ?? 0, language)})`}
        </Button>
      )}
    </li>
  );
}
