// Measuring and breaking text for drawn labels.

const EM = new Map();

/** Width of a string in em: Han and full-width signs 1, others about half. */
export function width(text) {
  let total = 0;
  for (const char of text) {
    let w = EM.get(char);
    if (w === undefined) {
      const code = char.codePointAt(0);
      w = code >= 0x2e80 ? 1 : /[A-Z@%&mwMW]/.test(char) ? 0.74 : /[ilj.,:;'!|()[\] ]/.test(char) ? 0.36 : 0.58;
      EM.set(char, w);
    }
    total += w;
  }
  return total;
}

const NOT_FIRST = "，。、；：！？）》」』】”’,.;:!?)]";

/** At most `lines` lines of at most `limit` em; the last ends in … when the text is longer. */
export function wrap(text, limit, lines) {
  const rows = [];
  let row = "";
  let used = 0;
  const chars = Array.from(text);
  for (let i = 0; i < chars.length; i += 1) {
    const w = width(chars[i]);
    if (used + w > limit && !(NOT_FIRST.includes(chars[i]) && used + w <= limit + 0.6)) {
      if (rows.length === lines - 1) {
        while (used + 1 > limit && row) {
          const last = Array.from(row).pop();
          row = row.slice(0, row.length - last.length);
          used -= width(last);
        }
        rows.push(row + "…");
        return rows;
      }
      rows.push(row);
      row = "";
      used = 0;
    }
    row += chars[i];
    used += w;
  }
  if (row) rows.push(row);
  return rows;
}
