import {
  EyeOutlined,
  FileExcelOutlined,
  FilePdfOutlined,
  FileWordOutlined,
  SendOutlined,
} from '@ant-design/icons';
import type { MeetingForms } from '@nhipcau/contracts';
import { Button, Tag } from 'antd';
import { useText } from '../text/language.tsx';
import type { Printable, PrintFormat } from './calls.ts';

export interface FormActs {
  readonly onShow: (what: Printable) => void;
  readonly onSave: (what: Printable, format: PrintFormat) => void;
}

/** A form that can be printed of the file as it stands. */
export function FormLine({
  form,
  busy,
  onIssue,
  onShow,
  onSave,
}: FormActs & {
  form: MeetingForms['forms'][number];
  busy: boolean;
  /** Null for whoever may not issue. */
  onIssue: (() => void) | null;
}) {
  const t = useText();
  const { name } = form;
  const what: Printable = { kind: 'form', form: form.form, name };
  return (
    <li>
      <div className="forms-name">
        <strong>{name}</strong>
        <span className="muted">
          {form.cite[0]?.article}
          {form.layout === 'default' && <Tag className="forms-tag">{t('forms.defaultLayout')}</Tag>}
        </span>
      </div>
      <div className="forms-acts">
        <Button
          icon={<EyeOutlined />}
          onClick={() => onShow(what)}
          aria-label={t('forms.previewOf', { name })}
        >
          {t('forms.preview')}
        </Button>
        <Button
          icon={<FilePdfOutlined />}
          disabled={busy}
          onClick={() => onSave(what, 'pdf')}
          aria-label={t('forms.pdfOf', { name })}
        >
          {t('forms.pdf')}
        </Button>
        <Button
          icon={<FileWordOutlined />}
          disabled={busy}
          onClick={() => onSave(what, 'docx')}
          aria-label={t('forms.docxOf', { name })}
        >
          {t('forms.docx')}
        </Button>
        <Button
          icon={<FileExcelOutlined />}
          disabled={busy}
          onClick={() => onSave(what, 'xlsx')}
          aria-label={t('forms.xlsxOf', { name })}
        >
          {t('forms.xlsx')}
        </Button>
        {onIssue !== null && (
          <Button
            type="link"
            icon={<SendOutlined />}
            onClick={onIssue}
            aria-label={t('forms.issueOf', { name })}
          >
            {t('forms.issue')}
          </Button>
        )}
      </div>
    </li>
  );
}
