//! Impronta: the fingerprint by which the act of a plan identifies its content. It covers what a reader is told, in the order in
//! which it is told, and nothing else: no files, lines and comments, and nothing that the approval and the publication add. The
//! caller leaves those out (`project::impronta`). Here the content is written in a form that says what each thing is, and digested.
//!
//! The form has a number, which is printed beside each fingerprint. Every type is taken apart field by field, so that a new field
//! does not compile until somebody says here whether readers see it. **A change of what is written is a new form**: a plan that did
//! not change must keep its fingerprint from one version of the program to the next.

use super::{
    Block, BlockKind, Bridge, BridgeYear, Card, Cell, Chart, ChartPoint, Compreso, Counter, DataColumn, Dataset, Datum,
    Definition, Document, Drawing, DrawingKind, DrawnNode, Elenco, Evento, Field, Figure, Gantt, GanttRow, Inline,
    Meta, Month, Note, OrgUnit, Outcome, Role, Row, Section, StackPart, Table, Target, TreeNode, Value, Voce,
};
use crate::base::giorno::Giorno;
use crate::base::hash::hex;
use crate::document::{Bar, Calendar, CalendarRow, Column};
use crate::piano::Asset;
use crate::piano::element::row::Profile;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;

/// The number of the form that this version of the program writes.
pub const FORMA: u8 = 3;

/// The beginning of the keyword of a PDF that holds the fingerprint. The number of the form follows, except in the first form,
/// which had none.
const NOME: &str = "impronta-contenuto";

/// The words before a fingerprint of [`FORMA`], by which `piao impronta` finds it.
pub const SEGNO: &str = "impronta-contenuto-3:";

/// A placeholder for the keyword, with the same number of digits, used while the pages are set. The keywords are an attribute of
/// the whole document, so a real digest would make every page a new one at each edit.
pub const SEGNAPOSTO: &str = "impronta-contenuto-3:0000000000000000000000000000000000000000000000000000000000000000";

/// The fingerprint of `document`: SHA-256, in hexadecimal.
#[must_use]
pub fn contenuto(document: &Document) -> String {
    let mut forma = Forma { all: Sha256::new(), assets: &document.assets, words: String::new() };
    forma.document(document);
    hex(&forma.all.finalize())
}

/// The form of the fingerprint in the keywords of a PDF, and its digits. If several keywords look like one, the last is ours.
#[must_use]
pub fn leggi(keywords: &str) -> Option<(u8, String)> {
    let (_, rest) = keywords.rsplit_once(NOME)?;
    let (forma, digits) = rest.split_once(':')?;
    let forma = if forma.is_empty() { 1 } else { forma.strip_prefix('-')?.parse().ok()? };
    let digits: String = digits.chars().take_while(char::is_ascii_hexdigit).collect();
    (digits.len() == 64).then_some((forma, digits))
}

/// The digest of the content, made while the content is written.
struct Forma<'a> {
    all: Sha256,
    assets: &'a BTreeMap<String, Asset>,
    /// Words that are still to be written. Words that follow one another are one text, however the sources cut it.
    words: String,
}

impl<'a> Forma<'a> {
    /// Writes words with their length, so that two texts can never be taken for two others. Blanks are left to the layout.
    fn text(&mut self, words: &str) {
        self.flush();
        let line = words.split_whitespace().collect::<Vec<_>>().join(" ");
        self.all.update((line.len() as u64).to_le_bytes());
        self.all.update(line);
    }

    fn number<N: Into<i64>>(&mut self, number: N) {
        self.flush();
        self.all.update(number.into().to_le_bytes());
    }

    /// Writes what kind of thing follows, by a name of this program that is never translated nor changed.
    fn kind(&mut self, name: &str) {
        self.text(name);
    }

    fn option<T>(&mut self, value: Option<T>, write: impl FnOnce(&mut Self, T)) {
        self.number(value.is_some());
        if let Some(value) = value {
            write(self, value);
        }
    }

    fn list<T>(&mut self, list: impl ExactSizeIterator<Item = T>, mut write: impl FnMut(&mut Self, T)) {
        self.number(i64::try_from(list.len()).unwrap_or(i64::MAX));
        list.for_each(|item| write(self, item));
    }

    fn day(&mut self, day: Giorno) {
        self.text(&day.iso());
    }

    fn bytes(&mut self, bytes: &[u8]) {
        self.flush();
        self.all.update(Sha256::digest(bytes));
    }

    fn flush(&mut self) {
        if !self.words.is_empty() {
            let words = std::mem::take(&mut self.words);
            self.kind("parole");
            self.text(&words);
        }
    }

    fn document(&mut self, document: &Document) {
        let Document {
            meta,
            sections,
            targets,
            catalogo,
            // Each is written below, by what shows it.
            assets: _,
            // They are choices of `[sito]`.
            stile: _,
            prima: _,
            calendario,
            allegati,
            registri,
            // They say where the plan is published.
            // It tells of another version, and is made of both.
            cambiato: _,
            edizioni: _,
            vicine: _,
            pagine_vicine: _,
            al_posto: _,
            radice: _,
            // They are counts of what is written below.
            cifre: _,
        } = document;
        self.meta(meta);
        self.list(sections.iter(), Self::section);
        self.list(targets.iter(), |forma, (id, target)| {
            let Target { label, title, section, citato_in, capitolo: _ } = target;
            forma.text(id.as_str());
            forma.text(label);
            forma.option(title.as_deref(), Self::text);
            forma.text(section.as_str());
            forma.list(citato_in.iter(), |forma, id| forma.text(id.as_str()));
        });
        self.list(catalogo.iter(), |forma, elenco| {
            // The columns gather what the sections and the registers say of each thing, which is written there.
            let Elenco { nome, titolo, sole, voci, colonne: _, colonne_comprese: _ } = elenco;
            forma.text(nome);
            forma.text(titolo);
            forma.number(*sole);
            forma.list(voci.iter(), |forma, voce| {
                // The noun says of an organ that it is one.
                let Voce { id, genere, codice, titolo, comprende, organo: _, aspetti: _ } = voce;
                forma.text(id.as_str());
                forma.text(genere);
                forma.option(codice.as_deref(), Self::text);
                forma.text(titolo);
                forma.list(comprende.iter(), |forma, Compreso { id, aspetti: _ }| forma.text(id.as_str()));
            });
        });
        self.list(calendario.iter(), |forma, evento| {
            // The uid is only for machines.
            let Evento { uid: _, scheda: _, titolo, testo, luogo, da, a, certo } = evento;
            forma.text(titolo);
            forma.text(testo);
            forma.text(luogo);
            forma.day(*da);
            forma.day(*a);
            forma.number(*certo);
        });
        self.list(allegati.iter(), |forma, (path, bytes)| {
            forma.text(path);
            forma.bytes(bytes);
        });
        // An empty register says nothing. So a register for a new kind of record changes no plan that has none.
        let said: Vec<&Dataset> = registri.iter().filter(|dataset| !dataset.righe.is_empty()).collect();
        self.list(said.into_iter(), Self::dataset);
    }

    fn meta(&mut self, meta: &Meta) {
        let Meta {
            titolo,
            triennio,
            periodo,
            ente,
            momento,
            data,
            versione,
            stemma,
            colori,
            avvertenza,
            descrizione,
            parole_chiave,
            sito,
            contatti,
            elenco_tabelle,
            elenco_figure,
            citato_in,
            codice_ipa,
            pec,
            allega_dati,
            // The state and the act belong to the approval.
            stato: _,
            bozza: _,
            tipo: _,
            modificato: _,
            deliberazione: _,
            approvato_il: _,
            organo: _,
            allegato: _,
            // These are choices of `[sito]`.
            indirizzo: _,
            privacy: _,
            accessibilita: _,
            valutazione: _,
            impronta: _,
        } = meta;
        // The years that are printed are nearly always those of the triennium.
        let anni = if periodo == triennio { triennio.clone() } else { format!("{triennio} {periodo}") };
        [titolo, &anni, ente, momento, descrizione].into_iter().for_each(|words| self.text(words));
        self.day(*data);
        self.number(*versione);
        self.option(stemma.as_deref(), Self::asset);
        self.text(&colori.primario.to_string());
        self.text(&colori.titoli.to_string());
        for words in [avvertenza, sito, codice_ipa, pec] {
            self.option(words.as_deref(), Self::text);
        }
        self.list(parole_chiave.iter(), |forma, words| forma.text(words));
        self.list(contatti.iter(), |forma, (name, value)| {
            forma.text(name);
            forma.text(value);
        });
        for choice in [elenco_tabelle, elenco_figure, allega_dati] {
            self.number(*choice);
        }
        // Written only for a plan that asks for it, so that the others keep the fingerprint that they had.
        if *citato_in {
            self.kind("citato in");
        }
    }

    /// Writes a picture as its bytes, whatever the name of its file.
    fn asset(&mut self, key: &str) {
        let asset = self.assets.get(key);
        self.option(asset, |forma, asset| forma.bytes(&asset.bytes));
    }

    fn section(&mut self, section: &Section) {
        let Section {
            id,
            number,
            title,
            level,
            frontespizio: _,
            referente,
            stato,
            blocks,
            children,
            notes,
            apart: _,
            piano_tipo: _,
            inclusa: _,
            scritto: _,
            span: _,
        } = section;
        self.kind("sezione");
        self.text(id.as_str());
        self.option(number.as_deref(), Self::text);
        self.text(title);
        self.number(*level);
        self.option(referente.as_deref(), Self::text);
        self.option(stato.as_deref(), Self::text);
        self.list(blocks.iter(), Self::block);
        self.list(notes.iter(), |forma, note| {
            let Note { number, blocks } = note;
            forma.number(*number);
            forma.list(blocks.iter(), Self::block);
        });
        self.list(children.iter(), Self::section);
    }

    fn block(&mut self, block: &Block) {
        let Block { anchor, span: _, kind } = block;
        self.option(anchor.as_ref(), |forma, id| forma.text(id.as_str()));
        match kind {
            BlockKind::Heading { level, number, content } => {
                self.kind("titolo");
                self.number(*level);
                self.option(number.as_deref(), Self::text);
                self.inlines(content);
            }
            BlockKind::Paragraph(content) => {
                self.kind("capoverso");
                self.inlines(content);
            }
            // As when it was a paragraph of small letters: the fingerprints of the plans that have one stay.
            BlockKind::Remark(content) | BlockKind::Legend(content) => {
                self.kind("capoverso");
                self.kind("(");
                self.kind("minore");
                self.inlines(content);
                self.kind(")");
            }
            BlockKind::List { start, tight, items, segni } => {
                self.kind("elenco");
                self.option(*start, |forma, start| forma.number(i64::try_from(start).unwrap_or(i64::MAX)));
                self.number(*tight);
                self.list(segni.iter(), |forma, segno| forma.text(segno));
                self.list(items.iter(), |forma, item| forma.list(item.iter(), Self::block));
            }
            BlockKind::Quote(blocks) => {
                self.kind("citazione");
                self.list(blocks.iter(), Self::block);
            }
            BlockKind::Callout { kind, blocks } => {
                self.kind("riquadro");
                self.text(kind.label());
                self.list(blocks.iter(), Self::block);
            }
            BlockKind::Definitions(all) => {
                self.kind("definizioni");
                self.list(all.iter(), |forma, definition| {
                    let Definition { anchor, term, details } = definition;
                    forma.option(anchor.as_ref(), |forma, id| forma.text(id.as_str()));
                    forma.inlines(term);
                    forma.list(details.iter(), |forma, detail| forma.list(detail.iter(), Self::block));
                });
            }
            BlockKind::Code { lang, text } => {
                self.kind("codice");
                self.option(lang.as_deref(), Self::text);
                // In code, blanks belong to the text.
                self.bytes(text.as_bytes());
            }
            BlockKind::Table(table) => self.table(table),
            BlockKind::Figure(figure) => {
                let Figure { number, caption, asset, alt } = figure;
                self.kind("figura");
                self.option(*number, Self::number::<u32>);
                self.option(caption.as_deref(), Self::inlines);
                self.asset(asset);
                self.text(alt);
            }
            BlockKind::Drawing(drawing) => self.drawing(drawing),
            BlockKind::Card(card) => {
                let Card { kind, role, code, title, level, above, lead, facts, fields, absent, blocks } = card;
                self.kind("scheda");
                self.text(kind);
                self.text(role);
                self.option(code.as_deref(), Self::text);
                self.inlines(title);
                self.number(*level);
                self.list(above.iter(), |forma, words| forma.inlines(words));
                self.list(lead.iter(), Self::block);
                for fields in [facts, fields] {
                    self.list(fields.iter(), Self::field);
                }
                if !absent.is_empty() {
                    self.kind("non-indicati");
                    self.list(absent.iter(), Self::field);
                }
                self.list(blocks.iter(), Self::block);
            }
            BlockKind::Tree(nodes) => {
                self.kind("albero");
                self.list(nodes.iter(), Self::node);
            }
            BlockKind::Absent(content) => {
                self.kind("assente");
                self.inlines(content);
            }
            BlockKind::Outcome(outcome) => {
                let Outcome { blocks, fields, notes } = outcome;
                self.kind(if outcome.in_due() { "esito-in-due" } else { "esito" });
                self.list(blocks.iter(), Self::block);
                if outcome.in_due() {
                    self.list(fields.iter(), Self::field);
                    self.list(notes.iter(), Self::block);
                }
            }
            BlockKind::Rule => self.kind("filetto"),
        }
    }

    fn field(&mut self, field: &Field) {
        let Field { label, value } = field;
        self.text(label);
        self.inlines(value);
    }

    fn node(&mut self, node: &TreeNode) {
        let TreeNode { anchor, code, title, flags, blocks, children } = node;
        self.option(anchor.as_ref(), |forma, id| forma.text(id.as_str()));
        self.text(code);
        self.inlines(title);
        self.list(flags.iter(), |forma, flag| forma.text(flag));
        self.list(blocks.iter(), Self::block);
        self.list(children.iter(), Self::node);
    }

    fn table(&mut self, table: &Table) {
        let Table { number, caption, columns, rows, row_headers, registro } = table;
        self.kind("tabella");
        self.option(*number, Self::number::<u32>);
        self.option(caption.as_deref(), Self::inlines);
        self.list(columns.iter(), |forma, column| {
            let Column { header, profile } = column;
            forma.inlines(header);
            forma.kind(match profile {
                Profile::Testo => "testo",
                Profile::Codice => "codice",
                Profile::Importo => "importo",
                Profile::Numero => "numero",
                Profile::Data => "data",
                Profile::Centrato => "centrato",
            });
        });
        self.list(rows.iter(), |forma, row| {
            let Row { anchor, cells, continues, total, heads, span: _ } = row;
            forma.option(anchor.as_ref(), |forma, id| forma.text(id.as_str()));
            forma.list(cells.iter(), |forma, cell| {
                // The ground repeats the words, so it is not among what the fingerprint is of.
                let Cell { words, values, tint: _ } = cell;
                forma.inlines(words);
                forma.list(values.iter(), |forma, (thing, value)| {
                    forma.text(thing);
                    forma.value(value);
                });
            });
            forma.number(i64::try_from(*continues).unwrap_or(i64::MAX));
            forma.number(*total);
            // Written only for a row that heads others, so that a plan without such rows keeps the fingerprint that it had.
            if *heads {
                forma.kind("gruppo");
            }
        });
        self.number(*row_headers);
        self.option(*registro, Self::text);
    }

    fn value(&mut self, value: &Value) {
        match value {
            Value::Nothing => self.kind("vuoto"),
            Value::Words(words) => {
                self.kind("testo");
                self.text(words);
            }
            Value::Number(number) => {
                self.kind("numero");
                self.text(&number.to_string());
            }
            Value::Euro(number) => {
                self.kind("euro");
                self.text(&number.to_string());
            }
            Value::Percent(number) => {
                self.kind("percento");
                self.text(&number.to_string());
            }
            Value::Day(day) => {
                self.kind("data");
                self.day(*day);
            }
        }
    }

    fn drawing(&mut self, drawing: &Drawing) {
        let Drawing { number, caption, alt, kind } = drawing;
        self.kind("disegno");
        self.option(*number, Self::number::<u32>);
        self.option(caption.as_deref(), Self::inlines);
        self.text(alt);
        match kind {
            DrawingKind::Gantt(Gantt { da, a, stato, rows }) => {
                self.kind("gantt");
                self.day(*da);
                self.day(*a);
                self.option(*stato, Self::day);
                self.list(rows.iter(), |forma, row| {
                    let GanttRow { code, label, bars, fatto, note, span: _ } = row;
                    forma.text(code);
                    forma.text(label);
                    forma.list(bars.iter(), |forma, bar| {
                        let Bar { da, a, impreciso } = bar;
                        forma.option(*da, Self::day);
                        forma.day(*a);
                        forma.number(*impreciso);
                    });
                    forma.option(*fatto, |forma, fatto| forma.number(fatto.0));
                    forma.option(note.as_deref(), Self::text);
                });
            }
            DrawingKind::Tree(nodes) => {
                self.kind("albero");
                self.list(nodes.iter(), Self::drawn);
            }
            DrawingKind::Calendar(Calendar { months }) => {
                self.kind("calendario");
                self.list(months.iter(), |forma, month| {
                    let Month { anno, mese, rows } = month;
                    forma.number(*anno);
                    forma.number(*mese);
                    forma.list(rows.iter(), |forma, row| {
                        let CalendarRow { label, sure, days } = row;
                        forma.text(label);
                        forma.text(sure.label());
                        forma.list(days.iter(), |forma, (da, a)| {
                            forma.day(*da);
                            forma.day(*a);
                        });
                    });
                });
            }
            DrawingKind::Stack(parts) => {
                self.kind("parti");
                self.list(parts.iter(), |forma, part| {
                    // The number is left out: it only says as a length what `printed` says.
                    let StackPart { label, printed, value: _ } = part;
                    forma.text(label);
                    forma.text(printed);
                });
            }
            DrawingKind::Organization(units) => {
                self.kind("organigramma");
                self.list(units.iter(), Self::unit);
            }
            DrawingKind::Bridges(bridges) => {
                self.kind("ponti");
                self.list(bridges.iter(), |forma, bridge| {
                    let Bridge { titolo, inizio, dal, anni, alt } = bridge;
                    [titolo, alt].into_iter().for_each(|words| forma.text(words));
                    forma.number(*inizio);
                    forma.number(*dal);
                    forma.list(anni.iter(), |forma, year| {
                        let BridgeYear { anno, escono, passano, entrano, arrivano, fine } = year;
                        forma.number(*anno);
                        // How many of them pass between areas is in the words of the picture.
                        forma.number(escono.saturating_add(*passano));
                        forma.number(entrano.saturating_add(*arrivano));
                        forma.number(*fine);
                    });
                });
            }
            DrawingKind::Counters(counters) => {
                self.kind("conti");
                self.list(counters.iter(), |forma, counter| {
                    // The shape is left out: it only says for the eye what the words say.
                    let Counter { number, words, sign: _, note } = counter;
                    forma.text(number);
                    forma.text(words);
                    note.iter().for_each(|note| forma.text(note));
                });
            }
            DrawingKind::Charts(charts) => {
                self.kind("grafici");
                self.list(charts.iter(), |forma, chart| {
                    let Chart { title, unit, points, alt } = chart;
                    [title, unit, alt].into_iter().for_each(|words| forma.text(words));
                    forma.list(points.iter(), |forma, point| {
                        // The number is left out: it only says as a length what `printed` says.
                        let ChartPoint { label, role, value: _, printed } = point;
                        forma.text(label);
                        forma.number(*role == Role::Confronto);
                        forma.text(printed);
                    });
                });
            }
        }
    }

    fn unit(&mut self, unit: &OrgUnit) {
        let OrgUnit { id: _, code, title, head, vacant, people, look, children } = unit;
        [code, title, head].into_iter().for_each(|words| self.text(words));
        self.option(vacant.as_deref(), Self::text);
        self.option(*people, Self::number);
        self.text(look.word().unwrap_or_default());
        self.list(children.iter(), Self::unit);
    }

    fn drawn(&mut self, node: &DrawnNode) {
        let DrawnNode { id: _, code, title, flags, children } = node;
        self.text(code);
        self.text(title);
        self.list(flags.iter(), |forma, flag| forma.text(flag));
        self.list(children.iter(), Self::drawn);
    }

    fn dataset(&mut self, dataset: &Dataset) {
        let Dataset { nome, titolo, descrizione, colonne, righe } = dataset;
        [nome, titolo, descrizione].into_iter().for_each(|words| self.text(words));
        // Nor does an empty column: a new field changes no plan that does not have it.
        let full = |at: usize| righe.iter().any(|row| row.get(at).is_some_and(|datum| *datum != Datum::Vuoto));
        let shown: Vec<usize> = (0..colonne.len()).filter(|at| full(*at)).collect();
        let columns: Vec<&DataColumn> = shown.iter().filter_map(|at| colonne.get(*at)).collect();
        self.list(columns.into_iter(), |forma, column| {
            let DataColumn { nome, descrizione, tipo, unita, rimanda } = column;
            forma.text(nome);
            forma.text(descrizione);
            forma.text(tipo.nome());
            forma.option(*unita, Self::text);
            forma.option(*rimanda, Self::text);
        });
        self.list(righe.iter(), |forma, row| {
            let data: Vec<&Datum> = shown.iter().filter_map(|at| row.get(*at)).collect();
            forma.list(data.into_iter(), |forma, datum| match datum {
                Datum::Vuoto => forma.kind("vuoto"),
                Datum::Testo(words) => {
                    forma.kind("testo");
                    forma.text(words);
                }
                Datum::Elenco(words) => {
                    forma.kind("elenco");
                    forma.list(words.iter(), |forma, words| forma.text(words));
                }
                Datum::Numero(number) => {
                    forma.kind("numero");
                    forma.text(&number.to_string());
                }
                Datum::Data(day) => {
                    forma.kind("data");
                    forma.day(*day);
                }
                Datum::SiNo(yes) => {
                    forma.kind("si_no");
                    forma.number(*yes);
                }
            });
        });
    }

    fn inlines(&mut self, content: &[Inline]) {
        self.kind("(");
        self.run(content);
        self.kind(")");
    }

    fn run(&mut self, content: &[Inline]) {
        let within = |forma: &mut Self, name: &str, content: &[Inline]| {
            forma.kind(name);
            forma.inlines(content);
        };
        for inline in content {
            match inline {
                Inline::Text { text, span: _ } => self.words.push_str(text),
                Inline::Strong(content) => within(self, "forte", content),
                Inline::Emph(content) => within(self, "enfasi", content),
                Inline::Small(content) => within(self, "minore", content),
                Inline::Strike(content) => within(self, "barrato", content),
                Inline::Code { text, span: _ } => {
                    self.kind("codice");
                    self.bytes(text.as_bytes());
                }
                Inline::Link { url, content } => {
                    self.kind("collegamento");
                    self.text(url);
                    self.inlines(content);
                }
                Inline::Xref { target, content, page, listed } => {
                    self.kind("rimando");
                    self.text(target.as_str());
                    self.inlines(content);
                    self.number(*page);
                    self.number(*listed);
                }
                Inline::Revised { value, version, era } => {
                    self.kind("rivisto");
                    self.inlines(value);
                    self.number(*version);
                    self.inlines(era);
                }
                Inline::Abbr { text, span: _, title } => {
                    self.kind("sigla");
                    self.text(text);
                    self.text(title);
                }
                Inline::Lang { lang, content } => {
                    self.kind("lingua");
                    self.text(lang);
                    self.inlines(content);
                }
                Inline::Note { number } => {
                    self.kind("nota");
                    self.number(*number);
                }
                Inline::Image { asset, alt } => {
                    self.kind("immagine");
                    self.asset(asset);
                    self.text(alt);
                }
                // A shape only repeats the words beside it; a page of another publication is known when that is set.
                Inline::Mark(_) | Inline::PaginaVicina { .. } => {}
                Inline::Break => self.kind("a capo"),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_forms_are_read_from_the_keywords() {
        let digits = "0123456789abcdef".repeat(4);
        assert_eq!(leggi(&format!("PIAO, impronta-contenuto:{digits}")), Some((1, digits.clone())));
        assert_eq!(leggi(&format!("piano, {SEGNO}{digits}")), Some((FORMA, digits.clone())));
        // A keyword of the authors does not hide ours.
        assert_eq!(leggi(&format!("impronta-contenuto, altro, {SEGNO}{digits}")), Some((FORMA, digits.clone())));
        assert_eq!(leggi(&format!("impronta-contenuto-17:{digits}")), Some((17, digits.clone())));
        for bad in ["", "PIAO", "impronta-contenuto:0123", &format!("impronta-contenuto-x:{digits}")] {
            assert_eq!(leggi(bad), None, "{bad}");
        }
        assert_eq!(leggi(SEGNAPOSTO), Some((FORMA, "0".repeat(64))));
    }
}
