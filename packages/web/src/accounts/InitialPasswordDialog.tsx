import type { InitialPassword } from '@nhipcau/contracts';
import { Button, Modal } from 'antd';
import { useText } from '../text/language.tsx';

/** The first password, shown once: it closes only by saying that it was handed over. */
export function InitialPasswordDialog({ made, onClose }: { made: InitialPassword; onClose: () => void }) {
  const t = useText();
  return (
    <Modal
      open
      closable={false}
      keyboard={false}
      mask={{ closable: false }}
      title={t('accounts.initial')}
      footer={
        <Button type="primary" onClick={onClose}>
          {t('accounts.initialDone')}
        </Button>
      }
    >
      <p>{t('accounts.initialAbout', { login: made.login })}</p>
      <p className="initial-password">{made.password}</p>
    </Modal>
  );
}
