import {
  defaultLinkBudget,
  type InvitationRead,
  type LinkBudget,
  type OwnInstallation,
  type TrunkSide,
} from '@nhipcau/contracts';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Alert, Button, Input, InputNumber, Radio } from 'antd';
import { useState } from 'react';
import { codeOf } from '../office/LoadState.tsx';
import { timeText } from '../staff/dates.ts';
import { useText } from '../text/language.tsx';
import { FailureText } from '../ui/FailureText.tsx';
import { acceptInvitation, issueInvitation, readInvitation } from './calls.ts';

const withRates = (down: number | null, up: number | null): LinkBudget => ({
  down: { ...defaultLinkBudget.down, kbps: down },
  up: { ...defaultLinkBudget.up, kbps: up },
});

/** What this side lets cross at most; the lower of both sides counts. */
function Rates({ budget, onChange }: { budget: LinkBudget; onChange: (budget: LinkBudget) => void }) {
  const t = useText();
  const field = (direction: 'down' | 'up') => {
    const label = t(direction === 'down' ? 'trunk.kbpsDown' : 'trunk.kbpsUp');
    return (
      <span className="trunk-acts">
        {label}
        <InputNumber
          aria-label={label}
          min={64}
          max={100_000_000}
          placeholder={t('trunk.unlimited')}
          value={budget[direction].kbps}
          onChange={(kbps) =>
            onChange(
              direction === 'down' ? withRates(kbps, budget.up.kbps) : withRates(budget.down.kbps, kbps),
            )
          }
        />
      </span>
    );
  };
  return (
    <>
      {field('down')}
      {field('up')}
    </>
  );
}

/** Our invitation, to hand to the administrator of the other side. */
export function IssuePanel({ own }: { own: OwnInstallation }) {
  const t = useText();
  const [side, setSide] = useState<TrunkSide>(own.address === null ? 'lower' : 'upper');
  const [budget, setBudget] = useState(defaultLinkBudget);
  const [isCopied, setCopied] = useState(false);
  const issuing = useMutation({ mutationFn: () => issueInvitation({ side, budget }) });
  const copy = async (text: string) => {
    await navigator.clipboard.writeText(text);
    setCopied(true);
  };
  return (
    <div className="trunk-line">
      <h3>{t('trunk.step1')}</h3>
      <div className="trunk-acts">
        <Radio.Group value={side} onChange={({ target }) => setSide(target.value)}>
          <Radio value="upper" disabled={own.address === null}>
            {t('trunk.asUpper')}
          </Radio>
          <Radio value="lower">{t('trunk.asLower')}</Radio>
        </Radio.Group>
        <Rates budget={budget} onChange={setBudget} />
        <Button onClick={() => issuing.mutate()}>{t('trunk.issue')}</Button>
      </div>
      <FailureText code={codeOf(issuing.error)} />
      {issuing.data && (
        <>
          <Input.TextArea
            readOnly
            rows={4}
            value={issuing.data.text}
            aria-label={t('trunk.step1')}
            className="fingerprint"
          />
          <div className="trunk-acts">
            <Button onClick={() => void copy(issuing.data.text)}>
              {t(isCopied ? 'trunk.copied' : 'trunk.copy')}
            </Button>
            <span className="muted">{t('trunk.issuedHint')}</span>
          </div>
        </>
      )}
    </div>
  );
}

/** The invitation of the other side: read, compared, accepted. */
export function AcceptPanel() {
  const t = useText();
  const queries = useQueryClient();
  const [text, setText] = useState('');
  const [budget, setBudget] = useState(defaultLinkBudget);
  const reading = useMutation({ mutationFn: () => readInvitation(text.trim()) });
  const accepting = useMutation({
    mutationFn: () => acceptInvitation({ text: text.trim(), budget }),
    onSuccess: () => {
      setText('');
      reading.reset();
      return queries.invalidateQueries({ queryKey: ['trunkPeers'] });
    },
  });
  return (
    <div className="trunk-line">
      <h3>{t('trunk.step2')}</h3>
      <Input.TextArea
        rows={4}
        value={text}
        aria-label={t('trunk.paste')}
        placeholder={t('trunk.paste')}
        onChange={({ target }) => {
          setText(target.value);
          reading.reset();
        }}
      />
      <div className="trunk-acts">
        <Button disabled={text.trim() === ''} onClick={() => reading.mutate()}>
          {t('trunk.read')}
        </Button>
      </div>
      <FailureText code={codeOf(reading.error ?? accepting.error)} />
      {reading.data && (
        <>
          <ReadInvitation invitation={reading.data} />
          <div className="trunk-acts">
            <Rates budget={budget} onChange={setBudget} />
            <Button type="primary" loading={accepting.isPending} onClick={() => accepting.mutate()}>
              {t('trunk.accept')}
            </Button>
          </div>
        </>
      )}
    </div>
  );
}

function ReadInvitation({ invitation }: { invitation: InvitationRead }) {
  const t = useText();
  const { name, code, side, address, fingerprint, expiresAt, replaces } = invitation;
  return (
    <Alert
      type={replaces === null ? 'info' : 'warning'}
      showIcon
      title={`${name} (${code})`}
      description={
        <>
          <div>{t(side === 'upper' ? 'trunk.itIsUpper' : 'trunk.itIsLower')}</div>
          {address !== null && <div>{address}</div>}
          <div>
            <span>{t('trunk.fingerprint')}</span> <strong className="fingerprint">{fingerprint}</strong>
          </div>
          <div>{t('trunk.compare')}</div>
          <div className="muted">{t('trunk.expires', { date: timeText(expiresAt) })}</div>
          {replaces !== null && <div>{t('trunk.replaces')}</div>}
        </>
      }
    />
  );
}
