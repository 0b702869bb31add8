import { EyeOutlined, FilePdfOutlined, FileWordOutlined } from '@ant-design/icons';
import type { IssuedDocument } from '@nhipcau/contracts';
import { shortDay } from '@nhipcau/domain';
import { Button, Tag, Tooltip } from 'antd';
import { useText } from '../text/language.tsx';
import type { Printable } from './calls.ts';
import type { FormActs } from './FormLine.tsx';

const SHOWN_OF_SUM = 16;

/** A document that left the house; every print of it is the same. */
export function IssuedLine({
  document,
  isCurrent,
  onShow,
  onSave,
}: FormActs & { document: IssuedDocument; isCurrent: boolean }) {
  const t = useText();
  const { documentId, form, number, issuedBy, pdfSha256 } = document;
  const name = number === null ? document.name : `${document.name} ${number}`;
  const what: Printable = { kind: 'issued', documentId, form, name };
  return (
    <li>
      <div className="forms-name">
        <strong>{name}</strong>
        <span className="muted">
          {t('forms.issuedLine', { day: shortDay(document.issuedOn), by: issuedBy })}
          <Tooltip title={pdfSha256}>
            <code className="forms-sum">{pdfSha256.slice(0, SHOWN_OF_SUM)}</code>
          </Tooltip>
          {!isCurrent && <Tag color="gold">{t('forms.outdated')}</Tag>}
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
          onClick={() => onSave(what, 'pdf')}
          aria-label={t('forms.pdfOf', { name })}
        >
          {t('forms.pdf')}
        </Button>
        <Button
          icon={<FileWordOutlined />}
          onClick={() => onSave(what, 'docx')}
          aria-label={t('forms.docxOf', { name })}
        >
          {t('forms.docx')}
        </Button>
      </div>
    </li>
  );
}
