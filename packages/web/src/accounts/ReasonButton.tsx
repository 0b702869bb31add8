import { Button, Input, Popconfirm } from 'antd';
import { useState } from 'react';
import { useText } from '../text/language.tsx';

/** An act that needs a reason: asked for beside the button, then carried out. */
export function ReasonButton({
  label,
  danger = false,
  onReason,
}: {
  label: string;
  danger?: boolean;
  onReason: (reason: string) => void;
}) {
  const t = useText();
  const [reason, setReason] = useState('');
  return (
    <Popconfirm
      placement="topRight"
      title={label}
      okText={label}
      cancelText={t('accounts.cancel')}
      okButtonProps={{ disabled: reason.trim().length < 3 }}
      description={
        <Input
          aria-label={t('control.reason')}
          placeholder={t('control.reason')}
          maxLength={300}
          value={reason}
          onChange={(event) => setReason(event.target.value)}
        />
      }
      onConfirm={() => onReason(reason.trim())}
    >
      <Button size="small" danger={danger}>
        {label}
      </Button>
    </Popconfirm>
  );
}
