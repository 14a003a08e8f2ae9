"""Why a file cannot be read, and what to do about it: one sentence each, in Chinese."""

from __future__ import annotations

from kg.errors import ReadError

_SENTENCES = {
    "encrypted": (
        "文件有密码保护，读不出文字。",
        "请用原软件打开，取消密码后另存一份再导入。",
    ),
    "corrupt": ("文件已损坏或不完整。", "请重新下载或用原软件打开后另存一份再导入。"),
    "empty": ("文件是空的，没有任何文字。", "请确认导出或下载是否完成。"),
    "binary": (
        "这不是文档，而是程序或其他二进制数据。",
        "请只导入文本、网页、Word、Excel 或 PDF 文件。",
    ),
    "scanned": (
        "PDF 只有扫描图像，没有文字层。",
        "请先做文字识别（OCR），或找文字版后再导入。",
    ),
    "pictures": (
        "网页里只有图片，没有文字。",
        "请下载原文件，或做文字识别（OCR）后再导入。",
    ),
    "too_large": ("文件太大，超过 50 MB。", "请拆成较小的文件后再导入。"),
    "sheet_range": (
        "工作表的范围大得不正常，超过五百万格。",
        "请删去远离表格的零星内容，另存后再导入。",
    ),
    "zip_bomb": (
        "压缩内容解开后大得不正常，已停止读取。",
        "请手工解压，确认内容后再导入里面的文档。",
    ),
    "not_found": ("找不到这个文件或文件夹。", "请检查路径是否写对。"),
    "unreadable": ("文件打不开或无法解析。", "请检查读取权限，或用原软件打开后另存一份再导入。"),
}
_CODES = {"pictures": "scanned", "sheet_range": "too_large"}
_UNSUPPORTED = {
    "wps": ("WPS 文字（.wps）格式不支持。", "请用 WPS 另存为 docx 或 PDF。"),
    "doc": ("这台机器上没有读 .doc 的组件（unword）。", "请用 Word 或 WPS 另存为 docx。"),
    "ofd": ("OFD 版式文件不支持。", "请另存为 docx 或 PDF。"),
    "image": ("这是图片，里面没有文字。", "请先做文字识别（OCR），存成 docx、PDF 或文本后再导入。"),
    "rtf": ("RTF 格式不支持。", "请用 Word 或 WPS 另存为 docx。"),
    "slides": ("演示文稿不支持。", "请另存为 PDF 后再导入。"),
    "odt": ("OpenDocument 文字格式不支持。", "请另存为 docx。"),
    "workbook": ("这种电子表格格式（xlsb、ods）不支持。", "请另存为 xlsx。"),
    "archive": ("这种压缩格式不支持。", "请解压，或改用 ZIP 压缩。"),
    "zip": (
        "这是压缩包，不是单个文档。",
        "请导入整个压缩包（zhize build 会逐个读取里面的文件），或先解压。",
    ),
    "mail": ("电子邮件格式不支持。", "请把附件另存出来再导入。"),
    "database": ("数据库文件不支持。", "请导出为 Excel 或 CSV。"),
}


def refusal(code: str, detail: str = "") -> ReadError:
    """The error for one of the stable codes; ``detail`` is a technical reason shown in brackets."""
    message, hint = _SENTENCES[code]
    return ReadError(_with(message, detail), hint, code=_CODES.get(code, code))


def unsupported(kind: str) -> ReadError:
    """The error for a format we know by sight but do not read."""
    message, hint = _UNSUPPORTED[kind]
    return ReadError(message, hint, code="unsupported")


def _with(message: str, detail: str) -> str:
    clean = " ".join(detail.split())[:120]
    return f"{message[:-1]}（{clean}）。" if clean else message
