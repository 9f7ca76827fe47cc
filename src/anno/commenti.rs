//! The comments in which `piao nuovo-anno` asks: beside a field, in its place, or after all of them.

use super::forme::{era_scritto, ridai};
use super::record::Passo;
use super::testo;
use crate::base::decisioni::DECIDERE;
use toml_edit::{DocumentMut, Item, TableLike, Value, value};

/// A character that no source has: it marks the lines that become comments when the file is written.
pub(super) const SEGNO: char = '\u{e000}';

impl Passo<'_> {
    /// The text of `doc`, with its comments.
    pub(super) fn scrivi(&self, doc: &DocumentMut) -> String {
        let mut out = String::new();
        for line in doc.to_string().split_inclusive('\n') {
            let mut parts = line.split(SEGNO);
            let (Some(before), Some(number), Some(after)) = (parts.next(), parts.next(), parts.next()) else {
                out.push_str(line);
                continue;
            };
            let indent: String = before.chars().take_while(|c| c.is_whitespace()).collect();
            let frasi =
                number.parse().ok().and_then(|n: usize| self.frasi.get(n)).map(Vec::as_slice).unwrap_or_default();
            // What the author wrote after the value stays after the last comment.
            let note = after.split_once('#').map_or(String::new(), |(_, words)| format!(" ({})", words.trim()));
            for (n, frase) in (1..).zip(frasi) {
                out.push_str(&format!(
                    "{indent}{}{}\n",
                    commento(frase),
                    if n == frasi.len() { note.as_str() } else { "" }
                ));
            }
        }
        out
    }

    /// A value whose line becomes `frasi`.
    pub(super) fn segno(&mut self, frasi: Vec<String>) -> Item {
        self.frasi.push(frasi);
        value(format!("{SEGNO}{}{SEGNO}", self.frasi.len() - 1))
    }

    /// Adds `frasi` after the fields of `table`.
    pub(super) fn in_coda(&mut self, table: &mut dyn TableLike, frasi: Vec<String>) {
        if !frasi.is_empty() {
            let key = format!("decidere-{}", self.frasi.len());
            let segno = self.segno(frasi);
            table.insert(&key, segno);
        }
    }

    /// Puts `frasi` above the field `key`.
    pub(super) fn sopra(table: &mut dyn TableLike, key: &str, frasi: &[String]) {
        let Some(mut key) = table.key_mut(key).filter(|_| !frasi.is_empty()) else { return };
        let decor = key.leaf_decor_mut();
        let before = decor.prefix().and_then(|raw| raw.as_str()).unwrap_or_default();
        let indent = before.rsplit('\n').next().unwrap_or_default();
        let lines: String = frasi.iter().map(|frase| format!("{}\n{indent}", commento(frase))).collect();
        let prefix = format!("{before}{lines}");
        decor.set_prefix(prefix);
    }

    /// Puts the field `key` into a comment, with the reason.
    pub(super) fn toglie(&mut self, table: &mut dyn TableLike, key: &str, perche: &str) {
        let Some(item) = table.get(key) else { return };
        let mut frasi = vec![format!("`{key}`: {perche}")];
        // Nothing of the text is lost: what stood on several lines stands there again when the signs `# ` are taken away.
        let written = item.to_string();
        let written = written.trim();
        frasi.push(match written.contains('\n') {
            true => format!("`{key}` era\n{key} = {written}"),
            false => format!("`{key}` era {written}"),
        });
        let segno = self.segno(frasi);
        table.insert(key, segno);
    }
}

/// The field `key` of `table`, which must be there, without its citations of what `problem` says is gone: their words stay. Above it stands
/// the reason, and how it was. None when it is no text with such a citation.
pub(super) fn senza_citazioni(table: &mut dyn TableLike, key: &str, perche: &str, problem: &str) -> Option<()> {
    let item = table.get_mut(key)?;
    let text = item.as_str()?;
    let new = testo::senza_citazioni_di(text, problem).filter(|new| new != text)?;
    let frasi = [format!("`{key}`: {perche}"), format!("`{key}` era {}", era_scritto(item))];
    ridai(item, Value::from(new));
    Passo::sopra(table, key, &frasi);
    Some(())
}

pub(super) fn commento(frase: &str) -> String {
    format!("# {DECIDERE} {}", frase.replace('\n', "\n# "))
}

pub(super) fn nomina(anno: i16) -> String {
    format!("nomina il {anno}")
}
