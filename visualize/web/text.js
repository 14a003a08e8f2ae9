// Measuring and breaking text for drawn labels.

const EM = new Map();

/** Width of a string in em: Han and full-width signs 1, others about half. */
export function width(text) {
  let total = 0;
  for (const char of text) {
    let w = EM.get(char);
    if (w === undefined) {
      const code = char.codePointAt(0);
      w = code >= 0x2e80 || "“”‘’—…·〈〉".includes(char) ? 1 : /[A-Z@%&mwMW]/.test(char) ? 0.74 : /[ilj.,:;'!|()[\] ]/.test(char) ? 0.36 : 0.58;
      EM.set(char, w);
    }
    total += w;
  }
  return total;
}

const NOT_FIRST = "，。、；：！？）》」』】”’,.;:!?)]";

/** Pieces that may not be broken: runs of letters and digits stay whole (2025年 keeps its 2025). */
function pieces(text, limit) {
  const found = [];
  for (const piece of text.match(/[0-9A-Za-z.%/-]+|[\s\S]/gu) || []) {
    if (width(piece) < limit * 0.8) found.push(piece);
    else found.push(...Array.from(piece));
  }
  return found;
}

/** At most `lines` lines of at most `limit` em; the last ends in … when the text is longer. */
export function wrap(text, limit, lines) {
  const rows = [];
  let row = "";
  let used = 0;
  for (const piece of pieces(text, limit)) {
    const w = width(piece);
    if (used + w > limit && !(NOT_FIRST.includes(piece) && used + w <= limit + 0.6)) {
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
    row += piece;
    used += w;
  }
  if (row) rows.push(row);
  return rows;
}
