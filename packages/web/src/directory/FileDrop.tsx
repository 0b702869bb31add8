import { Upload } from 'antd';
import { useText } from '../text/language.tsx';

/** Takes one file by dropping or choosing it; it goes nowhere by itself. */
export function FileDrop({ busy, onFile }: { busy: string | null; onFile: (file: File) => void }) {
  const t = useText();
  return (
    <Upload.Dragger
      accept=".csv,.xlsx"
      disabled={busy !== null}
      showUploadList={false}
      beforeUpload={(file) => {
        onFile(file);
        return false;
      }}
    >
      <p className="dir-drop">{busy === null ? t('import.drop') : t('import.reading', { file: busy })}</p>
      <p className="muted">{t('import.dropHint')}</p>
    </Upload.Dragger>
  );
}
