import {
  AssetId,
  type CaseAct,
  type CaseParty,
  FaultCause,
  type IncidentCase,
  IncidentType,
  instant,
} from '@nhipcau/contracts';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Form, InputNumber, Select } from 'antd';
import { useState } from 'react';
import { serverNow } from '../api/server-clock.ts';
import { CaseSparesFields } from '../assets/CaseSparesFields.tsx';
import { codeOf } from '../office/LoadState.tsx';
import { ActDrawer } from '../staff/ActDrawer.tsx';
import { TextField } from '../staff/fields.tsx';
import { useText } from '../text/language.tsx';
import { FailureText } from '../ui/FailureText.tsx';
import { actOnCase } from './calls.ts';

const MINUTE_MS = 60_000;

/** Acts that ask for something first. */
export type Asking =
  | 'tell'
  | 'retype'
  | 'dispatch'
  | 'estimate'
  | 'swap'
  | 'tellChair'
  | 'interrupt'
  | 'note'
  | 'close';

/** What can be done about an incident: the next step first. */
export function CaseActs({ of, onAsk }: { of: IncidentCase; onAsk: (asking: Asking) => void }) {
  const t = useText();
  const queries = useQueryClient();
  const acting = useMutation({
    mutationFn: (act: CaseAct) => actOnCase(of.caseId, act),
    onSettled: () => queries.invalidateQueries({ queryKey: ['incidents'] }),
  });
  if (!of.may.handle) return null;
  const isUntouched = of.acknowledgedAt === null;
  const sends = of.may.party !== null || of.may.close;
  const asks: readonly (Asking | false)[] = [
    of.may.close && of.state === 'restored' && 'close',
    sends && of.technician === null && 'dispatch',
    'estimate',
    of.siteId !== null && 'swap',
    of.may.answerForSite && of.siteId !== null && of.chairTold === null && !of.asksForChair && 'tellChair',
    of.may.answerForSite && 'retype',
    of.may.interrupt && of.interrupted === null && 'interrupt',
    'note',
    of.may.close && of.state !== 'restored' && 'close',
  ];
  return (
    <div className="inc-acts">
      {isUntouched && (
        <button
          type="button"
          className="button primary"
          disabled={acting.isPending}
          onClick={() => acting.mutate({ act: 'acknowledge', party: null })}
        >
          {t('inc.acknowledge')}
        </button>
      )}
      {of.technician !== null && of.technician.arrivedAt === null && sends && (
        <button
          type="button"
          className="button"
          disabled={acting.isPending}
          onClick={() => acting.mutate({ act: 'arrive' })}
        >
          {t('inc.arrive')}
        </button>
      )}
      {asks.map(
        (asking) =>
          asking !== false && (
            <button
              key={asking}
              type="button"
              className={`button ${asking === 'close' && of.state === 'restored' && !isUntouched ? 'primary' : ''}`}
              onClick={() => onAsk(asking)}
            >
              {t(`inc.${asking}`)}
            </button>
          ),
      )}
      <FailureText code={codeOf(acting.error)} />
    </div>
  );
}

interface Given {
  note?: string;
  type: IncidentType;
  reason: string;
  name: string;
  phone: string;
  minutes: number;
  words: string;
  removed: string;
  installed: string;
  /** Of the inventory; empty: none. */
  spareId?: string;
  removedId?: string;
  decision: string;
  cause: FaultCause;
  causeWords: string;
  solution: string;
}

function actOf(asking: Asking, given: Given, party: CaseParty | null): CaseAct {
  switch (asking) {
    case 'tell':
      return { act: 'tell', party: party?.party ?? 0, note: given.note?.trim() || null };
    case 'retype':
      return { act: 'retype', type: given.type, reason: given.reason };
    case 'dispatch':
      return { act: 'dispatch', name: given.name, phone: given.phone };
    case 'estimate':
      return {
        act: 'estimate',
        fixedBy: instant(serverNow() + given.minutes * MINUTE_MS),
        words: given.words,
      };
    case 'swap':
      return {
        act: 'swap',
        removed: given.removed,
        installed: given.installed,
        ...(given.spareId ? { spareId: AssetId.parse(given.spareId) } : {}),
        ...(given.removedId ? { removedId: AssetId.parse(given.removedId) } : {}),
      };
    case 'tellChair':
      return { act: 'tellChair', decision: given.decision };
    case 'interrupt':
      return { act: 'interrupt', reason: given.reason };
    case 'note':
      return { act: 'note', words: given.words };
    case 'close':
      return {
        act: 'close',
        cause: given.cause,
        causeWords: given.causeWords,
        solution: given.solution,
      };
  }
}

/** The form of an act, at the right of the page. */
export function CaseDrawer({
  of,
  asking,
  party,
  onClose,
}: {
  of: IncidentCase;
  asking: Asking | null;
  party: CaseParty | null;
  onClose: () => void;
}) {
  const t = useText();
  const [shown, setShown] = useState<Asking>('note');
  if (asking !== null && asking !== shown) setShown(asking);
  const title = t(`inc.${shown}`);
  return (
    <ActDrawer<Given>
      title={`${title}: ${party !== null && shown === 'tell' ? party.name : of.place}`}
      isOpen={asking !== null}
      onClose={onClose}
      initial={{ minutes: 15 }}
      submit={title}
      act={(given) => actOnCase(of.caseId, actOf(shown, given, party))}
    >
      <Fields asking={shown} of={of} />
    </ActDrawer>
  );
}

function Fields({ asking, of }: { asking: Asking; of: IncidentCase }) {
  const t = useText();
  switch (asking) {
    case 'tell':
      return <TextField name="note" label={t('inc.tellNote')} rows={3} />;
    case 'retype':
      return (
        <>
          <TypeField except={of.type} />
          <TextField name="reason" label={t('inc.reason')} rows={2} required />
        </>
      );
    case 'dispatch':
      return (
        <>
          <TextField name="name" label={t('inc.dispatchName')} required />
          <TextField name="phone" label={t('inc.phone')} required />
        </>
      );
    case 'estimate':
      return (
        <>
          <Form.Item name="minutes" label={t('inc.minutes')} rules={[{ required: true }]}>
            <InputNumber min={1} max={1440} />
          </Form.Item>
          <TextField name="words" label={t('inc.estimateWords')} rows={3} required />
        </>
      );
    case 'swap':
      return (
        <>
          <TextField name="removed" label={t('inc.removed')} required />
          <TextField name="installed" label={t('inc.installed')} required />
          <CaseSparesFields of={of} />
        </>
      );
    case 'tellChair':
      return <TextField name="decision" label={t('inc.decision')} rows={3} required />;
    case 'interrupt':
      return <TextField name="reason" label={t('inc.reason')} rows={3} required />;
    case 'note':
      return <TextField name="words" label={t('inc.note')} rows={3} required />;
    case 'close':
      return <ClosingFields />;
  }
}

export function TypeField({ except = null }: { except?: IncidentType | null }) {
  const t = useText();
  return (
    <Form.Item name="type" label={t('inc.type')} rules={[{ required: true }]}>
      <Select
        options={IncidentType.options
          .filter((type) => type !== except)
          .map((type) => ({ value: type, label: t(`inc.type.${type}`) }))}
      />
    </Form.Item>
  );
}

export function ClosingFields() {
  const t = useText();
  return (
    <>
      <Form.Item name="cause" label={t('inc.cause')} rules={[{ required: true }]}>
        <Select
          options={FaultCause.options.map((cause) => ({ value: cause, label: t(`inc.cause.${cause}`) }))}
        />
      </Form.Item>
      <TextField name="causeWords" label={t('inc.causeWords')} rows={2} required />
      <TextField name="solution" label={t('inc.solution')} rows={2} required />
    </>
  );
}
