import './evaluation.css';
import type { MeetingId, SessionEvaluation, SessionEvaluationAct } from '@nhipcau/contracts';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Button, Tag } from 'antd';
import { ReasonButton } from '../accounts/ReasonButton.tsx';
import { codeOf, LoadState } from '../office/LoadState.tsx';
import { useLanguage } from '../text/language.tsx';
import { dateAndTime } from '../ui/durations.ts';
import { FailureText } from '../ui/FailureText.tsx';
import { actOnSession, fetchSession } from './calls.ts';

/** At the end of a meeting: which sites reached quality, who confirms their word, who signs for all. */
export function SessionPanel({ meetingId }: { meetingId: MeetingId }) {
  const { t } = useLanguage();
  const query = useQuery({ queryKey: ['evaluation', meetingId], queryFn: () => fetchSession(meetingId) });
  return (
    <section className="panel eval-session" aria-labelledby="eval-session">
      <h2 id="eval-session">{t('eval.session')}</h2>
      <LoadState query={query}>{(evaluation) => <Session evaluation={evaluation} />}</LoadState>
    </section>
  );
}

function Session({ evaluation }: { evaluation: SessionEvaluation }) {
  const { t, language } = useLanguage();
  const queries = useQueryClient();
  const { meetingId, sites, confirmedBy, compiledBy, signed, maySign, mayConfirm } = evaluation;
  const acting = useMutation({
    mutationFn: (act: SessionEvaluationAct) => actOnSession(meetingId, act),
    onSettled: () => queries.invalidateQueries({ queryKey: ['evaluation', meetingId] }),
  });
  const reached = sites.filter((site) => site.reached === true).length;
  const unknown = sites.filter((site) => site.reached === null).length;
  return (
    <>
      <p>{t('eval.counts', { reached, all: sites.length, unknown })}</p>
      <FailureText code={codeOf(acting.error)} />
      {confirmedBy !== null && (
        <ul className="eval-sites">
          {sites
            .filter(({ rating }) => rating !== null)
            .map(({ siteId, name, rating, confirmation }) => (
              <li key={siteId}>
                <span>
                  <strong>{name}</strong>
                  <small className="muted">
                    {rating &&
                      [rating.picture, rating.sound, rating.line]
                        .map((grade) => t(`end.grade.${grade}`))
                        .join(' / ')}
                  </small>
                </span>
                {confirmation ? (
                  <Tag color={confirmation.agreed ? 'green' : 'red'}>
                    {t(confirmation.agreed ? 'eval.agreed' : 'eval.disagreed', { name: confirmation.byName })}
                  </Tag>
                ) : mayConfirm ? (
                  <span className="eval-acts">
                    <Button
                      type="primary"
                      size="small"
                      loading={acting.isPending}
                      onClick={() =>
                        acting.mutate({ act: 'confirmRating', siteId, agreed: true, note: null })
                      }
                    >
                      {t('eval.agree')}
                    </Button>
                    <ReasonButton
                      label={t('eval.disagree')}
                      danger
                      onReason={(note) =>
                        acting.mutate({ act: 'confirmRating', siteId, agreed: false, note })
                      }
                    />
                  </span>
                ) : (
                  <Tag>{t('eval.unconfirmed')}</Tag>
                )}
              </li>
            ))}
        </ul>
      )}
      {signed && (
        <p>
          {t('eval.signed', {
            name: signed.byName,
            at: dateAndTime(signed.at, language),
            words: signed.words,
          })}
        </p>
      )}
      {compiledBy !== null && maySign && (
        <ReasonButton label={t('eval.sign')} onReason={(words) => acting.mutate({ act: 'sign', words })} />
      )}
    </>
  );
}
