//! Who names a thing, and the edits that give it another id everywhere.

use super::caret::{Caret, Luogo};
use super::nomi::Scritti;
use super::schema::Form;
use super::tavola::Parte;
use super::{Edit, Editor, Place, campo};
use crate::base::span::{FileId, Span};
use crate::base::text::key;
use crate::diag::Diagnostics;
use crate::index::{self, Index, Thing, What};
use crate::load;
use crate::piano::element::Kind;
use crate::piano::element::id::Id;
use crate::piano::prose::{BlockKind, Inline};
use crate::piano::settings::{Scelta, Stato};
use crate::piano::{Piano, each_prose};
use crate::project::{Ask, Compiled};
use crate::source::{File, Sources};
use std::collections::BTreeMap;
use std::ops::Range;
use toml_edit::{DocumentMut, Item, Table, value};

/// Where a thing is named: the bytes of the name, and whether it is named by its id.
type Named = BTreeMap<(FileId, usize), (usize, bool)>;

impl Editor<'_> {
    /// Where the thing at the caret is named, in the order of the files; with `own`, where it is written too. The places are of the last
    /// compile.
    #[must_use]
    pub fn references(&self, caret: &Caret<'_>, own: bool) -> Vec<Place> {
        let Some((thing, _)) = self.thing(caret) else { return vec![] };
        let id = thing.id.clone();
        let mut found: Vec<Span> =
            self.occurrences(&id).into_iter().map(|((file, start), (end, _))| Span::new(file, start..end)).collect();
        let scritti = Scritti::of(self.now);
        let written = self.now.index.find(id.as_str()).into_iter().find(|thing| thing.id == id);
        let written = written.and_then(|thing| Some((thing, scritti.place(self.now, thing)?)));
        if let Some((thing, place)) = written.filter(|_| own) {
            found.push(Span::new(thing.span.file, place.range));
        }
        found.sort();
        found.dedup();
        found.into_iter().filter_map(|span| Self::place(self.now, span)).collect()
    }

    /// The words at the caret that a rename would change, with the id of the thing that they name.
    ///
    /// # Errors
    /// A sentence that says why nothing here can be renamed.
    pub fn nameable(&self, caret: &Caret<'_>) -> Result<(Range<usize>, Id), String> {
        let Some((thing, range)) = self.thing(caret) else {
            return Err("qui non c’è un nome da cambiare: metti il cursore su un id o su una citazione".to_owned());
        };
        if let Luogo::Tavola(tavola) = caret.luogo()
            && let Parte::Valore { word, .. } = tavola.parte
            && tavola.path.last() == Some(&"codice")
            && key(word) != thing.id.as_str()
        {
            return Err(
                "un codice si cambia a mano: qui si cambia l’id, con cui le altre parti del piano citano questa"
                    .to_owned(),
            );
        }
        Ok((range, thing.id.clone()))
    }

    /// The edits that give the id `new` to the thing at the caret, wherever it is named by its id; who names it by its code is left as it
    /// is. Where the thing may have been published, its old address is kept: see `[sito.spostati]` in `piao.toml`.
    ///
    /// # Errors
    /// A sentence that says why it cannot be renamed so.
    pub fn rename(&self, caret: &Caret<'_>, new: &str) -> Result<Vec<Edit>, String> {
        let (_, old) = self.nameable(caret)?;
        let Some(id) = Id::new(new.trim()) else {
            return Err(format!(
                "«{}» non può essere un id: ha lettere minuscole senza accento, cifre e trattini; per esempio `{}`",
                crate::base::text::short(new.trim()),
                Id::slug(new)
            ));
        };
        if id == old {
            return Ok(vec![]);
        }
        if self.now.piano.incompleto.nomi {
            return Err(
                "una parte del piano non si legge, e potrebbe citare questo id: correggi prima gli errori segnalati"
                    .to_owned(),
            );
        }
        let found = self.now.index.find(old.as_str());
        let Some(thing) = found.into_iter().find(|thing| thing.id == old) else {
            return Err(format!("`{old}` non è più nel piano"));
        };
        if thing.span.file.vicino().is_some() {
            let whose = self.now.sources.nome(thing.span.file);
            return Err(format!("`{old}` è di un altro piano, che questo include: il suo id si cambia lì, in {whose}"));
        }
        if let Some(other) = self.now.index.find(id.as_str()).first() {
            let place = self.now.sources.file(other.span.file);
            let place = place.map_or_else(String::new, |file| {
                format!(", in {} riga {}", self.now.sources.nome(other.span.file), file.line(other.span.start as usize))
            });
            return Err(format!("`{id}` è già il nome di un’altra parte del piano{place}"));
        }
        let mut edits: Vec<(FileId, Range<usize>, String)> = Vec::new();
        edits.push(self.defined(thing, &id)?);
        edits.extend(self.spostato(&old, &id));
        // What `piao.toml` says of old ids is in that edit already.
        let moved = |file: FileId, start: usize| {
            let all = self.now.piano.impostazioni.iter().flat_map(|set| set.sito.spostati.values());
            all.map(|now| now.span).any(|span| span.file == file && span.range().contains(&start))
        };
        let named = self.occurrences(&old).into_iter();
        // A text that is of another plan, and is included in this one, stays as its authors wrote it.
        let own = |file: FileId| file.vicino().is_none();
        let named = named.filter(|((file, start), (_, by_id))| *by_id && own(*file) && !moved(*file, *start));
        edits.extend(named.map(|((file, start), (end, _))| (file, start..end, id.to_string())));
        edits.sort_by_key(|(file, range, _)| (*file, range.start, range.end));
        edits.dedup();
        self.tried(&edits)?;
        let made = edits.into_iter().filter_map(|(file, range, text)| {
            Some(Edit { place: Self::place(self.now, Span::new(file, range))?, text })
        });
        Ok(made.collect())
    }

    /// The edit that writes the new id where the thing is defined.
    fn defined(&self, thing: &Thing, id: &Id) -> Result<(FileId, Range<usize>, String), String> {
        let sources = &self.now.sources;
        let Some(file) = sources.file(thing.span.file) else { return Err("il file non c’è più".to_owned()) };
        if let Some(span) = Scritti::of(self.now).id(self.now, thing) {
            let start = sources.slice(span).find(thing.id.as_str()).unwrap_or_default() + span.start as usize;
            return Ok((span.file, start..start + thing.id.as_str().len(), id.to_string()));
        }
        // An id that the program made is written for the first time.
        let text = file.text();
        let start = thing.span.start as usize;
        let end = if text.contains("\r\n") { "\r\n" } else { "\n" };
        let after = |from: usize| text.get(from..).and_then(|t| t.find('\n')).map(|n| from + n + 1);
        let line = format!("id = \"{id}\"{end}");
        let header = text.get(start..).is_some_and(|t| t.starts_with('['));
        let front = text.starts_with("+++");
        match (file.has_extension("toml"), file.has_extension("md")) {
            (true, _) if header => match after(start) {
                Some(at) => Ok((thing.span.file, at..at, line)),
                None => Ok((thing.span.file, text.len()..text.len(), format!("{end}{line}"))),
            },
            (_, true) if front => {
                let at = after(0).unwrap_or(text.len());
                Ok((thing.span.file, at..at, line))
            }
            (_, true) if thing.what == What::Section && !text.is_empty() => {
                Ok((thing.span.file, 0..0, format!("+++{end}{line}+++{end}{end}")))
            }
            _ => {
                Err(format!("qui l’id non si può scrivere da solo: aggiungi tu `id = \"{}\"`, poi cambialo", thing.id))
            }
        }
    }

    /// Where the thing of that id is named, in each version of the plan.
    fn occurrences(&self, id: &Id) -> Named {
        let Compiled { piano, index, sources, .. } = self.now;
        let mut found = Named::new();
        collect(piano, index, sources, id, &mut found);
        let Some(set) = &piano.impostazioni else { return found };
        let this = set.versioni.last().map(|versione| versione.value.numero.value);
        let earlier = set.versioni.iter().map(|versione| versione.value.numero.value);
        let all = earlier.chain(set.seguito.versioni.iter().map(|(number, _)| *number));
        for number in all.filter(|number| Some(*number) != this) {
            let mut lost = Diagnostics::default();
            let piano = load::load(sources, Some(Scelta::Versione(number)), &mut lost);
            let index = index::resolve(&piano, sources, &mut lost);
            collect(&piano, &index, sources, id, &mut found);
        }
        self.in_archiviati(id, &mut found);
        found
    }

    /// Adds the places of the records that are set aside. They are no part of the plan, but they come back as they were.
    fn in_archiviati(&self, id: &Id, found: &mut Named) {
        let Compiled { piano, index, sources, .. } = self.now;
        let kind = kind_of(index, id);
        for archiviato in &piano.archiviati {
            let Some(file) = sources.file(archiviato.span.file) else { continue };
            let text = file.text();
            let start = archiviato.span.start as usize;
            let rest = text.get(start..).unwrap_or_default();
            // A record goes on to the header of the next one; a card is a whole file.
            let header = |line: &str| line.starts_with("[[") && !line.contains('.');
            let records = rest.match_indices("\n[[").map(|(n, _)| n + 1);
            let next = records.into_iter().find(|n| rest.get(*n..).and_then(|t| t.lines().next()).is_some_and(header));
            let range =
                if file.has_extension("md") { 0..text.len() } else { start..next.map_or(text.len(), |n| start + n) };
            let words = text.get(range.clone()).unwrap_or_default().match_indices(id.as_str());
            for at in words.map(|(n, _)| range.start + n) {
                let caret = Caret { path: &file.path, text, at };
                let named = match caret.luogo() {
                    Luogo::Citazione(name) => name.word == id.as_str(),
                    Luogo::Fatto(name) => name.range.start == at && name.word.split('.').next() == Some(id.as_str()),
                    Luogo::Tavola(tavola) => {
                        let whole = matches!(&tavola.parte, Parte::Valore { word, .. } if *word == id.as_str());
                        let of = |kinds: &[Kind]| kind.is_some_and(|kind| kinds.contains(&kind));
                        whole
                            && matches!(campo(&tavola).map(|field| field.form), Some(Form::Reference(kinds)) if of(&kinds))
                    }
                    Luogo::Vista(_) | Luogo::Ancora(_) | Luogo::Testo => false,
                };
                if named {
                    found.insert((archiviato.span.file, at), (at + id.as_str().len(), true));
                }
            }
        }
    }

    /// The edit of `piao.toml` that keeps the old address in the site, where it may have been published.
    fn spostato(&self, old: &Id, new: &Id) -> Option<(FileId, Range<usize>, String)> {
        let Compiled { piano, sources, document, .. } = self.now;
        let (file, manifest) = sources.find("piao.toml")?;
        let set = piano.impostazioni.as_ref()?;
        let shown = document.as_ref().is_some_and(|document| document.targets.contains_key(old));
        // A draft that was never approved was seen by nobody.
        let published = set.stato == Stato::Approvato
            || !set.versioni.is_empty()
            || !sources.root.as_os_str().is_empty() && sources.root.join("edizioni").is_dir();
        let written = manifest.text();
        let after = con_spostato(&written.replace("\r\n", "\n"), old, new, shown && published)?;
        let after = if written.contains("\r\n") { after.replace('\n', "\r\n") } else { after };
        // Only what differs is written.
        let same = |pair: &((usize, char), char)| pair.0.1 == pair.1;
        let start = written.char_indices().zip(after.chars()).find(|pair| !same(pair)).map(|((at, _), _)| at);
        let start = start.unwrap_or(written.len().min(after.len()));
        let room = (written.len() - start).min(after.len() - start);
        let back =
            written.chars().rev().zip(after.chars().rev()).take_while(|(a, b)| a == b).map(|(c, _)| c.len_utf8());
        let mut end = 0;
        for length in back {
            if end + length > room {
                break;
            }
            end += length;
        }
        let text = after.get(start..after.len() - end)?.to_owned();
        let range = start..written.len() - end;
        (!range.is_empty() || !text.is_empty()).then_some((file, range, text))
    }

    /// Compiles the plan with the edits in it. An error if it has a problem that it had not: something was not found.
    fn tried(&self, edits: &[(FileId, Range<usize>, String)]) -> Result<(), String> {
        let sources = &self.now.sources;
        let mut texts: BTreeMap<FileId, String> = BTreeMap::new();
        for (file, range, text) in edits.iter().rev() {
            let Some(found) = sources.file(*file) else { continue };
            let out = texts.entry(*file).or_insert_with(|| found.text().to_owned());
            if out.get(range.clone()).is_none() {
                return Err("il testo è cambiato nel frattempo: riprova".to_owned());
            }
            out.replace_range(range.clone(), text);
        }
        let now = Compiled::of(sources.con(&texts), Ask::default(), Diagnostics::default(), &mut |_| {});
        match now.diags.new_since(&self.now.diags).first() {
            None => Ok(()),
            Some(problem) => Err(format!(
                "con questo id il piano avrebbe un problema in più [{}]: {}",
                problem.code, problem.message
            )),
        }
    }
}

/// The settings with `old` among the ids that things had before, if it is to be `kept`. Who goes back to an earlier id takes its address
/// again. None when the file cannot be read.
fn con_spostato(text: &str, old: &Id, new: &Id, kept: bool) -> Option<String> {
    let mut settings: DocumentMut = text.parse().ok()?;
    let known = settings.get("sito").is_some_and(|sito| sito.get("spostati").is_some());
    if !known && !kept {
        return Some(text.to_owned());
    }
    let mut implicit = Table::new();
    implicit.set_implicit(true);
    let sito = settings.entry("sito").or_insert(Item::Table(implicit)).as_table_like_mut()?;
    let mut fresh = Table::new();
    fresh.decor_mut().set_prefix("\n# Gli id di prima: il loro indirizzo nel sito porta a quello di ora.\n");
    let moved = sito.entry("spostati").or_insert(Item::Table(fresh)).as_table_like_mut()?;
    moved.remove(new.as_str());
    for (_, now) in moved.iter_mut() {
        if now.as_str().is_some_and(|now| key(now) == old.as_str()) {
            *now = value(new.as_str());
        }
    }
    if kept {
        moved.insert(old.as_str(), value(new.as_str()));
    }
    Some(settings.to_string())
}

/// Adds the places of one version of the plan where the thing of that id is named.
fn collect(piano: &Piano, index: &Index, sources: &Sources, id: &Id, found: &mut Named) {
    let mut add = |word: &str, span: Span, before: &str| {
        let by_id = key(word) == id.as_str();
        let Some(file) = sources.file(span.file) else { return };
        for range in exact(file, span, word, before) {
            found.insert((span.file, range.start), (range.end, by_id));
        }
    };
    let mut facts = Named::new();
    let kind = kind_of(index, id);
    let is = |kind: Kind, word: &str| index.element(kind, word).and_then(|n| index.id_of(kind, n)) == Some(id);
    for citation in &piano.citazioni {
        let word = &citation.word;
        if citation.kinds.iter().any(|kind| is(*kind, &word.value)) {
            add(&word.value, word.span, "");
        }
    }
    each_prose(piano, &mut |prose| {
        prose.inlines(&mut |inline| match inline {
            Inline::Cite { name, .. } if index.find(&name.value).iter().any(|thing| thing.id == *id) => {
                add(&name.value, name.span, "@");
            }
            Inline::Fact { name } => {
                if let (Some(step), Some(file)) = (step(&name.value, id, kind), sources.file(name.span.file)) {
                    for whole in exact(file, name.span, &name.value, "=") {
                        let range = whole.start + step.start..whole.start + step.end;
                        facts.insert((name.span.file, range.start), (range.end, true));
                    }
                }
            }
            _ => {}
        });
        prose.each_block(&mut |block| {
            let BlockKind::View(vista) = &block.kind else { return };
            let single =
                [(Kind::Unita, &vista.unita), (Kind::Obiettivo, &vista.obiettivo), (Kind::Nodo, &vista.radice)];
            for (kind, word) in single {
                if let Some(word) = word.as_ref().filter(|word| is(kind, &word.value)) {
                    add(&word.value, word.span, "");
                }
            }
            for filter in &vista.dove {
                // The value of a filter names a thing where it is the id of one: no field of words has such values.
                let word = &filter.valore;
                if key(&word.value) == id.as_str() && !index.find(&word.value).is_empty() {
                    add(&word.value, word.span, "");
                }
            }
        });
    });
    if let Some(set) = &piano.impostazioni {
        for now in set.sito.spostati.values().filter(|now| key(&now.value) == id.as_str()) {
            add(&now.value, now.span, "");
        }
    }
    found.extend(facts);
}

/// The kind of the element that has this id; none for what is no element.
fn kind_of(index: &Index, id: &Id) -> Option<Kind> {
    let things = index.find(id.as_str());
    things.iter().find(|thing| thing.id == *id).and_then(|thing| match thing.what {
        What::Element(kind, _) => Some(kind),
        What::Section | What::Heading | What::Table | What::Figure => None,
    })
}

/// Where the name of a fact says the id: as its first step, or after the name of its kind, as in `progetti.ente.unione-valle.conta`.
fn step(name: &str, id: &Id, kind: Option<Kind>) -> Option<Range<usize>> {
    let (mut at, mut before) = (0, None);
    for step in name.split('.') {
        let own = before.is_none_or(|before| kind.is_some_and(|kind| kind.info().table == before));
        if own && key(step) == id.as_str() && name.contains('.') {
            return Some(at..at + step.len());
        }
        before = Some(step);
        at += step.len() + 1;
    }
    None
}

/// Where `word` stands in `span`: once between its quotation marks, or, in a text of which only the whole place is known, wherever the
/// sign `before` precedes it.
fn exact(file: &File, span: Span, word: &str, before: &str) -> Vec<Range<usize>> {
    let text = file.text().get(span.range()).unwrap_or_default();
    let start = span.start as usize;
    let inner = text.trim_matches(['"', '\'']);
    if inner.trim() == word.trim() {
        let at = start + text.find(word.trim()).unwrap_or_default();
        return std::iter::once(at..at + word.trim().len()).collect();
    }
    if before.is_empty() {
        return vec![];
    }
    let sought = format!("{before}{word}");
    let name = |c: char| c.is_alphanumeric() || c == '-' || c == '_';
    let all = text.match_indices(&sought).map(|(n, _)| n + before.len());
    let alone = all.filter(|n| !text.get(n + word.len()..).is_some_and(|rest| rest.starts_with(name)));
    alone.map(|n| start + n..start + n + word.len()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn moved(text: &str, old: &str, new: &str, kept: bool) -> String {
        con_spostato(text, &Id::slug(old), &Id::slug(new), kept).expect("it is read")
    }

    #[test]
    fn a_fact_says_an_id_first_or_after_its_kind() {
        let ente = Some(Kind::Ente);
        let id = Id::slug("unione-valle");
        assert_eq!(step("unione-valle.processi", &id, None), Some(0..12));
        assert_eq!(step("progetti.ente.unione-valle.conta", &id, ente), Some(14..26));
        assert_eq!(step("progetti.ente.unione-valle.conta", &id, Some(Kind::Unita)), None);
        assert_eq!(step("progetti.missione.unione-valle.conta", &id, ente), None);
    }

    #[test]
    fn an_old_id_is_written_wherever_its_table_is() {
        let new = moved("tipo = \"piao\" # mio\n", "a", "b", true);
        let said = "# Gli id di prima: il loro indirizzo nel sito porta a quello di ora.\n";
        assert_eq!(new, format!("tipo = \"piao\" # mio\n\n{said}[sito.spostati]\na = \"b\"\n"));
        // Renamed again: both lead to the last one. Then back to the first.
        let again = moved(&new, "b", "c", true);
        assert!(again.ends_with("[sito.spostati]\na = \"c\"\nb = \"c\"\n"), "{again}");
        let back = moved(&again, "c", "a", true);
        assert!(back.ends_with("[sito.spostati]\nb = \"a\"\nc = \"a\"\n"), "{back}");
        // Between braces, beside other keys, with comments.
        let inline = "[sito]\nspostati = { x = \"b\" } # i nomi\nprivacy = \"https://a.it\"\n\n[pdf]\n";
        let new = moved(inline, "b", "c", true);
        assert!(new.contains("x = \"c\"") && new.contains("b = \"c\"") && new.contains("# i nomi\nprivacy"), "{new}");
        // Nothing was published, and nothing was moved before.
        assert_eq!(moved("[sito]\n", "a", "b", false), "[sito]\n");
        assert_eq!(con_spostato("= =", &Id::slug("a"), &Id::slug("b"), true), None);
    }
}
