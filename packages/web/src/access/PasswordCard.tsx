import type { AccountSecurity, PasswordRule } from '@nhipcau/contracts';
import { classesOf } from '@nhipcau/domain';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { App, Button, Form, Input, Modal } from 'antd';
import { useState } from 'react';
import { codeOf } from '../office/LoadState.tsx';
import { type Language, useLanguage, useText } from '../text/language.tsx';
import { dateAndTime } from '../ui/durations.ts';
import { FailureText } from '../ui/FailureText.tsx';
import { changePassword } from './calls.ts';

const since = (at: number | null, language: Language) => (at === null ? null : dateAndTime(at, language));

/** When the password was changed, until when it holds, and its change. */
export function PasswordCard({ security }: { security: AccountSecurity }) {
  const { t, language } = useLanguage();
  const [open, setOpen] = useState(false);
  const changed = since(security.passwordChangedAt, language);
  const until = since(security.passwordExpiresAt, language);
  return (
    <section className="account-card" aria-label={t('account.password')}>
      <header>
        <h2>{t('account.password')}</h2>
        <Button type="primary" onClick={() => setOpen(true)}>
          {t('account.change')}
        </Button>
      </header>
      <p>
        {changed === null ? t('account.passwordNever') : t('account.passwordSince', { date: changed })}
        {until !== null && <small className="muted"> {t('account.passwordUntil', { date: until })}</small>}
      </p>
      {open && <ChangeDialog security={security} onClose={() => setOpen(false)} />}
    </section>
  );
}

function ChangeDialog({ security, onClose }: { security: AccountSecurity; onClose: () => void }) {
  const t = useText();
  const { message } = App.useApp();
  const queries = useQueryClient();
  const [current, setCurrent] = useState('');
  const [next, setNext] = useState('');
  const [repeat, setRepeat] = useState('');
  const changing = useMutation({
    mutationFn: changePassword,
    onSuccess: async () => {
      onClose();
      void message.success(t('account.changed'));
      await queries.invalidateQueries();
    },
  });
  const rules = rulesOf(next, repeat, security);
  const ready = current !== '' && rules.every((rule) => rule.met);
  return (
    <Modal
      open
      title={t('account.change')}
      okText={t('account.change')}
      cancelText={t('proof.cancel')}
      okButtonProps={{ disabled: !ready, loading: changing.isPending }}
      onOk={() => changing.mutate({ current, next })}
      onCancel={onClose}
    >
      <Form layout="vertical">
        <Form.Item label={t('account.current')} htmlFor="pw-current">
          <Input.Password
            id="pw-current"
            autoComplete="current-password"
            value={current}
            onChange={(event) => setCurrent(event.target.value)}
          />
        </Form.Item>
        <Form.Item label={t('account.next')} htmlFor="pw-next">
          <Input.Password
            id="pw-next"
            autoComplete="new-password"
            value={next}
            onChange={(event) => setNext(event.target.value)}
          />
        </Form.Item>
        <Form.Item label={t('account.repeat')} htmlFor="pw-repeat">
          <Input.Password
            id="pw-repeat"
            autoComplete="new-password"
            value={repeat}
            onChange={(event) => setRepeat(event.target.value)}
          />
        </Form.Item>
      </Form>
      <RuleList rules={rules} rule={security.rule} />
      <FailureText code={codeOf(changing.error)} />
    </Modal>
  );
}

type RuleKey = 'length' | 'classes' | 'login' | 'same';
interface Rule {
  readonly key: RuleKey;
  readonly met: boolean;
}

/** As the server will see it; the history only the server knows. */
function rulesOf(next: string, repeat: string, { rule, login }: AccountSecurity): readonly Rule[] {
  const text = next.normalize('NFC');
  return [
    { key: 'length', met: [...text].length >= rule.minLength },
    { key: 'classes', met: classesOf(text) >= rule.minClasses },
    { key: 'login', met: text !== '' && !text.toLowerCase().includes(login.toLowerCase()) },
    { key: 'same', met: next !== '' && next === repeat },
  ];
}

function RuleList({ rules, rule }: { rules: readonly Rule[]; rule: PasswordRule }) {
  const t = useText();
  const text = (key: RuleKey): string => {
    switch (key) {
      case 'length':
        return t('account.rule.length', { count: rule.minLength });
      case 'classes':
        return t('account.rule.classes', { count: rule.minClasses });
      case 'login':
        return t('account.rule.login');
      case 'same':
        return t('account.rule.same');
    }
  };
  return (
    <ul className="password-rules">
      {rules.map(({ key, met }) => (
        <li key={key} className={met ? 'met' : undefined}>
          {text(key)}
        </li>
      ))}
      <li>{t('account.rule.history', { count: rule.history })}</li>
    </ul>
  );
}
