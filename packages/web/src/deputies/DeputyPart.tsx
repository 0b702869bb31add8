import '../approval/approval.css';
import './deputies.css';
import type { Deputation, Deputations } from '@nhipcau/contracts';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Tag } from 'antd';
import { useState } from 'react';
import { codeOf, LoadState } from '../office/LoadState.tsx';
import { instantText, type Speech } from '../regulation/sentences.ts';
import { useLanguage } from '../text/language.tsx';
import { FailureText } from '../ui/FailureText.tsx';
import { ZONE } from '../ui/zone.ts';
import { endDeputation, fetchDeputations } from './calls.ts';
import { DeputyForm } from './DeputyForm.tsx';

const KEY = ['deputations'];

/** Who decides for me, and for whom I decide: on the home of both. Nothing is shown to whom it does not concern. */
export function DeputyPart() {
  const { t, language } = useLanguage();
  const speech: Speech = { t, language, timeZone: ZONE };
  const [isAsking, setAsking] = useState(false);
  const queries = useQueryClient();
  const deputations = useQuery({ queryKey: KEY, queryFn: ({ signal }) => fetchDeputations(signal) });
  const told = (known: Deputations) => {
    queries.setQueryData(KEY, known);
    void queries.invalidateQueries({ queryKey: ['session'] });
  };
  const ending = useMutation({ mutationFn: endDeputation, onSuccess: told });
  const known = deputations.data;
  // Until it is known whether it concerns the person, nothing stands there that would vanish again.
  if (deputations.isPending) return null;
  if (known && known.scopes.length === 0 && known.received.length === 0) return null;
  return (
    <section className="panel home-part" aria-labelledby="home-deputy">
      <header>
        <h2 id="home-deputy">{t('deputy.title')}</h2>
        {known && known.scopes.length > 0 && !isAsking && (
          <button type="button" className="button" onClick={() => setAsking(true)}>
            {t('deputy.give')}
          </button>
        )}
      </header>
      <FailureText code={codeOf(ending.error)} />
      {known && isAsking && (
        <DeputyForm
          scopes={known.scopes}
          onDone={(after) => {
            told(after);
            setAsking(false);
          }}
          onBack={() => setAsking(false)}
        />
      )}
      <LoadState
        query={deputations}
        isEmpty={({ given, received }) => given.length + received.length === 0}
        empty={t('deputy.none')}
      >
        {({ given, received }) => (
          <ul className="home-lines">
            {given.map((one) => (
              <Line
                key={one.deputationId}
                one={one}
                text={t('deputy.given', { name: one.deputy.name })}
                speech={speech}
                onEnd={() => ending.mutate(one.deputationId)}
              />
            ))}
            {received.map((one) => (
              <Line
                key={one.deputationId}
                one={one}
                text={t('deputy.received', { name: one.principal.name })}
                speech={speech}
                onEnd={() => ending.mutate(one.deputationId)}
              />
            ))}
          </ul>
        )}
      </LoadState>
    </section>
  );
}

const tone = { coming: 'gold', running: 'green', over: 'default', ended: 'default' } as const;

function Line({
  one,
  text,
  speech,
  onEnd,
}: {
  one: Deputation;
  text: string;
  speech: Speech;
  onEnd: () => void;
}) {
  const { t } = speech;
  return (
    <li>
      <div>
        <strong>{text}</strong>
        <span className="muted">
          {t('deputy.period', {
            from: instantText(one.startsAt, speech),
            until: instantText(one.endsAt, speech),
            scope: one.scopeName ?? t('deputy.everywhere'),
          })}
        </span>
        {one.reason !== null && <span className="muted">{one.reason}</span>}
      </div>
      <div className="home-acts">
        <Tag color={tone[one.state]}>{t(`deputy.state.${one.state}`)}</Tag>
        {one.mayEnd && (
          <button type="button" className="button quiet" onClick={onEnd}>
            {t('deputy.end')}
          </button>
        )}
      </div>
    </li>
  );
}
