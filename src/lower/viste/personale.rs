//! The views of the staff: who is there, who leaves, who enters, and the bridge from one year to the next.

use super::super::quotes::straight;
use super::{Asked, Lower};
use crate::base::span::{Span, Spanned};
use crate::base::text::capital;
use crate::conti::organico::{Chi, Movimento, Organico};
use crate::conti::riserbo::Conta;
use crate::document::drawing::{Bridge, BridgeYear, DrawingKind};
use crate::document::*;
use crate::lingua::numeri::thousands;
use crate::piano::element::Kind;
use crate::piano::element::assunzione::Assunzione;
use crate::piano::element::cessazione::Cessazione;
use crate::piano::element::dotazione::{Dotazione, Rapporto, nome_area};
use crate::piano::element::pos::Pos;
use crate::piano::element::row::Profile;
use crate::piano::element::unita::Unita;
use crate::piano::element::value::{Importo, Rif};
use crate::piano::vista::Per;
use std::collections::BTreeMap;

/// A column of a table of staff, which is left out where no row has it.
struct Colonna<T> {
    nome: &'static str,
    profile: Profile,
    /// The field of the record that it prints.
    campo: &'static str,
    cella: Cella<T>,
    /// Whether it is printed as a card prints the field: prose, times, references. The cell then only says that the record has it.
    come_scheda: bool,
}

/// The words and the value of a record in a column.
type Cella<T> = Box<dyn Fn(&Lower<'_>, &T) -> Option<(String, Value)>>;

fn colonna<T>(
    nome: &'static str,
    profile: Profile,
    campo: &'static str,
    cella: impl Fn(&Lower<'_>, &T) -> Option<(String, Value)> + 'static,
) -> Colonna<T> {
    Colonna { nome, profile, campo, cella: Box::new(cella), come_scheda: false }
}

/// A column printed as a card prints the field. `ha`: whether a record has it.
fn come_scheda<T>(
    nome: &'static str,
    profile: Profile,
    campo: &'static str,
    ha: impl Fn(&T) -> bool + 'static,
) -> Colonna<T> {
    let cella = move |_: &Lower<'_>, record: &T| ha(record).then(|| (String::new(), Value::Nothing));
    Colonna { come_scheda: true, ..colonna(nome, profile, campo, cella) }
}

fn numero(n: u32) -> (String, Value) {
    (thousands(u64::from(n)), u64::from(n).into())
}

fn importo(amount: Option<&Spanned<Importo>>) -> Option<(String, Value)> {
    amount.map(|amount| (amount.value.to_string(), amount.value.into()))
}

/// An amount, with an asterisk where it is the least that it may be.
fn almeno(amount: Importo, partial: bool) -> String {
    format!("{amount}{}", if partial { "*" } else { "" })
}

/// The sum of the amounts that are said, and whether some are not: of none that is said there is no sum, not even zero.
fn somma_detta(all: impl Iterator<Item = Option<Importo>>) -> (Option<Importo>, bool) {
    let (mut sum, mut silent) = (None::<Importo>, false);
    for amount in all {
        match amount {
            Some(amount) => sum = Some(Importo(sum.map_or(0, |sum| sum.0).saturating_add(amount.0))),
            None => silent = true,
        }
    }
    (sum, sum.is_some() && silent)
}

fn parola(word: Option<&str>) -> Option<(String, Value)> {
    word.map(|word| (word.to_owned(), word.into()))
}

/// `2 persone`.
fn persone(n: i64) -> String {
    let number = thousands(n.unsigned_abs());
    let sign = if n < 0 { "−" } else { "" };
    format!("{sign}{number} {}", if n == 1 { "persona" } else { "persone" })
}

/// A number with its sign: `+2`, `−1`, `0`.
fn con_segno(n: i64) -> String {
    match n {
        0 => "0".to_owned(),
        1.. => format!("+{}", thousands(n.unsigned_abs())),
        _ => format!("−{}", thousands(n.unsigned_abs())),
    }
}

impl<'a> Lower<'a> {
    /// Whether a table of these records has a form of its own: its author chose neither columns nor groups.
    pub(super) fn ha_tavola_propria(vista: &crate::piano::vista::Vista, kind: Kind) -> bool {
        matches!(kind, Kind::Dotazione | Kind::Cessazione | Kind::Assunzione)
            && vista.colonne.is_none()
            && vista.gruppi.is_empty()
    }

    /// The records of staff, a row each, under their area or their year.
    pub(super) fn personale(&mut self, asked: Asked<'a, '_>, kind: Kind, shown: &[usize]) {
        match kind {
            Kind::Dotazione => self.dotazione(asked, shown),
            Kind::Cessazione => self.cessazioni(asked, shown),
            _ => self.assunzioni(asked, shown),
        }
    }

    /// A row for a record, with the columns that some record has. The profile comes first and leads to the record.
    fn riga<T>(&mut self, kind: Kind, n: usize, record: &T, nota: &str, columns: &[Colonna<T>], view: Span) -> Row {
        let anchor = self.home((kind, n), view);
        let element = self.piano.elementi.get(kind, n);
        let span = element.as_ref().map_or(view, |element| element.span);
        let title = element.map(|element| capital(&straight(element.value.titolo().value))).unwrap_or_default();
        let words = if anchor.is_some() { self.say(&title, span) } else { self.listed((kind, n), &title, span) };
        let mut words = self.aggiunto(span, kind.info().noun, self.rivisto(span, &["profilo"], words));
        if !nota.is_empty() {
            words.extend(self.say(&format!(" ({nota})"), span));
        }
        let mut cells = vec![Cell::new(words, title.as_str())];
        for column in columns {
            let said = (column.cella)(self, record);
            if column.come_scheda && said.is_some() {
                let value = self.campo_di((kind, n), column.campo);
                let cell = self.cella(&value, span);
                cells.push(self.rivista(span, &[column.campo], cell));
                continue;
            }
            let (words, value) = said.unwrap_or_else(|| ("–".to_owned(), Value::Nothing));
            cells.push(self.rivista(span, &[column.campo], Cell::new(self.say(&words, span), value)));
        }
        Row { anchor, ..Row::new(cells, span) }
    }

    /// A row that heads those below it. `nome`: what its value is called in the data.
    fn testata(&self, nome: &'static str, valore: &str, detto: &str, columns: usize, span: Span) -> Row {
        let words = if detto.is_empty() { valore.to_owned() } else { format!("{valore}: {detto}") };
        let mut cells = vec![Cell::default(); columns];
        if let Some(first) = cells.first_mut() {
            *first = Cell { words: self.say(&words, span), values: vec![(nome.into(), valore.into())], tint: 0 };
        }
        Row { heads: true, ..Row::new(cells, span) }
    }

    fn unita_di(&self, unita: Option<&Rif<Unita>>) -> Option<(String, Value)> {
        let unita = self.index.rif(unita?)?;
        let nome = self.nome_unita(unita);
        let value = nome.as_str().into();
        Some((nome, value))
    }

    /// A table of records, with the columns that some record has. What is `outside` the total comes after it.
    fn tavola_personale<T>(
        &mut self,
        asked: Asked<'a, '_>,
        kind: Kind,
        columns: Vec<Colonna<T>>,
        groups: Vec<Gruppo<'a, T>>,
        total: Option<Vec<(String, Value)>>,
        outside: Option<Gruppo<'a, T>>,
    ) where
        T: 'static,
    {
        let Asked { vista, anchor, caption, out } = asked;
        let span = vista.span;
        let records = groups.iter().chain(&outside).flat_map(|(_, voci)| voci).filter_map(|voce| match voce {
            Voce::Record(_, record, _) => Some(*record),
            Voce::Parole(_) => None,
        });
        let records: Vec<&T> = records.collect();
        let (columns, total): (Vec<_>, Vec<_>) = columns
            .into_iter()
            .zip(total.into_iter().flatten().map(Some).chain(std::iter::repeat_with(|| None)))
            .filter(|(column, _)| records.iter().any(|record| (column.cella)(self, record).is_some()))
            .unzip();
        let mut header = vec![("Profilo".to_owned(), Profile::Testo)];
        header.extend(columns.iter().map(|column| (column.nome.to_owned(), column.profile)));
        let mut rows = Vec::new();
        for group in groups {
            rows.extend(self.gruppo(kind, group, &columns, span));
        }
        if total.iter().any(Option::is_some) {
            let mut cells: Vec<Cell> = vec![self.say("Totale", span).into()];
            cells.extend(total.into_iter().map(|said| match said {
                Some((words, value)) => {
                    // The asterisk says that the number is a minimum, and is not part of it.
                    let cell = Cell::new(self.say(&words, span), value);
                    if words.ends_with('*') { cell.and("nota", "almeno") } else { cell }
                }
                None => Cell::default(),
            }));
            rows.push(Row { total: true, ..Row::new(cells, span) });
        }
        if let Some(group) = outside {
            rows.extend(self.gruppo(kind, group, &columns, span));
        }
        let columns = self.columns(&header, span);
        let number = self.table_number(true, anchor.as_ref());
        let caption = Some(caption.unwrap_or_else(|| self.say(kind.info().nouns, span)));
        let table = Table { number, caption, columns, rows, row_headers: true, registro: Some(kind.info().plural) };
        out.push(Block { anchor, span, kind: BlockKind::Table(table) });
    }

    /// The rows of a group, under the one that heads them.
    fn gruppo<T>(
        &mut self,
        kind: Kind,
        (mut head, voci): Gruppo<'a, T>,
        columns: &[Colonna<T>],
        span: Span,
    ) -> Vec<Row> {
        let width = columns.len() + 1;
        head.cells.resize(width, Cell::default());
        let mut rows = vec![head];
        for voce in voci {
            rows.push(match voce {
                Voce::Record(n, record, nota) => self.riga(kind, n, record, &nota, columns, span),
                Voce::Parole(words) => {
                    let mut cells = vec![Cell::new(self.say(&words, span), words.as_str())];
                    cells.resize_with(width, || Cell::new(self.say("–", span), Value::Nothing));
                    Row::new(cells, span)
                }
            });
        }
        rows
    }

    /// The headcount: a row for each record under its area, with the total of those who are counted as employees.
    fn dotazione(&mut self, asked: Asked<'a, '_>, shown: &[usize]) {
        let Some(plan) = Organico::di(self.piano) else { return };
        let Asked { vista, anchor, caption, out } = asked;
        let span = vista.span;
        let al = self.set.consistenza_al();
        let anno = al.anno();
        let shown: Vec<(usize, &'a Dotazione)> =
            shown.iter().map(|n| (*n, &self.piano[Pos::<Dotazione>::new(*n)].value)).collect();
        let posts = shown.iter().any(|(_, riga)| riga.posti.is_some());
        let mut groups = Vec::new();
        let counted: Vec<(usize, &'a Dotazione)> = shown.iter().copied().filter(|(_, r)| plan.conta(r)).collect();
        // The areas of the contract, from the highest, then the words that are none of them.
        let mut aree: BTreeMap<(usize, String), Vec<(usize, &'a Dotazione)>> = BTreeMap::new();
        for (n, riga) in &counted {
            let at = plan.area(&riga.area.value);
            let nome =
                at.and_then(|at| plan.aree.get(at)).map_or_else(|| nome_area(&riga.area.value), |a| a.nome.clone());
            aree.entry((at.unwrap_or(usize::MAX), nome)).or_default().push((*n, riga));
        }
        for ((_, nome), righe) in aree {
            let people: i64 = righe.iter().map(|(_, riga)| i64::from(riga.numero.value)).sum();
            let head = self.testata("Area", &capital(&straight(&nome)), &persone(people), 1, span);
            groups.push((
                head,
                righe.into_iter().map(|(n, riga)| Voce::Record(n, riga, rapporto(riga).to_owned())).collect(),
            ));
        }
        // None while a row does not say what is summed.
        let total = |value: &dyn Fn(&Dotazione) -> Option<u32>| -> Option<u64> {
            counted.iter().map(|(_, riga)| value(riga).map(u64::from)).sum()
        };
        let sums = [total(&|riga| riga.posti(anno)), total(&|riga| Some(riga.numero.value))];
        let vacant = total(&|riga| riga.vacanti(anno));
        let outside: Vec<(usize, &'a Dotazione)> = shown.iter().copied().filter(|(_, r)| !plan.conta(r)).collect();
        let outside = (!outside.is_empty()).then(|| {
            let head = self.testata("Area", "Non contati fra i dipendenti", "", 1, span);
            (head, outside.into_iter().map(|(n, riga)| Voce::Record(n, riga, rapporto(riga).to_owned())).collect())
        });
        let columns = vec![
            colonna("Unità", Profile::Testo, "unita", |lower, riga: &Dotazione| lower.unita_di(riga.unita.as_ref())),
            colonna("Orario", Profile::Testo, "tempo", |_, riga: &Dotazione| {
                let tempo = riga.tempo?.value.to_string();
                let value = tempo.as_str().into();
                Some((tempo, value))
            }),
            colonna("Posti", Profile::Numero, "posti", move |_, riga: &Dotazione| {
                riga.posti(anno).filter(|_| posts).map(numero)
            }),
            colonna("In servizio", Profile::Numero, "numero", |_, riga: &Dotazione| Some(numero(riga.numero.value))),
            colonna("Vacanti", Profile::Numero, "", move |_, riga: &Dotazione| {
                riga.vacanti(anno).filter(|_| posts).map(numero)
            }),
            colonna("Posti degli anni dopo", Profile::Testo, "posti", move |_, riga: &Dotazione| {
                parola(riga.posti_dopo(anno).as_deref())
            }),
            come_scheda("Costo annuo di un posto", Profile::Importo, "costo", |riga: &Dotazione| riga.costo.is_some()),
            come_scheda("Famiglia professionale", Profile::Testo, "famiglia", |riga: &Dotazione| {
                riga.famiglia.is_some()
            }),
            come_scheda("Nota", Profile::Testo, "nota", |riga: &Dotazione| riga.nota.is_some()),
        ];
        let blank = || (String::new(), Value::Nothing);
        let said = |n: Option<u64>| n.map_or(("–".to_owned(), Value::Nothing), |n| (thousands(n), n.into()));
        let totals = vec![blank(), blank(), said(sums[0]), said(sums[1]), said(vacant), blank()];
        let caption = caption.unwrap_or_else(|| self.say(&format!("Il personale in servizio al {}", al.lunga()), span));
        let over =
            posts && counted.iter().any(|(_, riga)| riga.posti(anno).is_some_and(|posti| riga.numero.value > posti));
        let asked = Asked { vista, anchor, caption: Some(caption), out: &mut *out };
        self.tavola_personale(asked, Kind::Dotazione, columns, groups, Some(totals), outside);
        if over {
            let words = "In qualche riga le persone in servizio sono più dei posti: i posti vacanti sono quelli delle altre, e non la differenza fra i due totali.";
            self.nota_sotto(words, span, out);
        }
    }

    /// The records of each year of the triennium under it. A year of which the plan says that there is nobody says so.
    fn per_anno<T>(
        &self,
        shown: Vec<(usize, i16, u32, &'a T)>,
        nobody: &str,
        detto: &dyn Fn(i16) -> String,
        span: Span,
    ) -> Vec<Gruppo<'a, T>> {
        let mut years: BTreeMap<i16, Vec<Voce<'a, T>>> = BTreeMap::new();
        for (n, anno, people, record) in shown {
            let here = years.entry(anno).or_default();
            if people > 0 {
                here.push(Voce::Record(n, record, String::new()));
            }
        }
        let head = |(anno, mut voci): (i16, Vec<Voce<'a, T>>)| {
            let said = if voci.is_empty() { String::new() } else { detto(anno) };
            if voci.is_empty() {
                voci.push(Voce::Parole(nobody.to_owned()));
            }
            (self.testata("Anno", &anno.to_string(), &said, 1, span), voci)
        };
        years.into_iter().map(head).collect()
    }

    /// Those who are not counted as employees, each with its year, under a row of their own after the total.
    fn non_contati<T>(
        &self,
        records: impl Iterator<Item = (usize, i16, u32, &'a T)>,
        span: Span,
    ) -> Option<Gruppo<'a, T>> {
        let mut records: Vec<_> = records.filter(|(_, _, people, _)| *people > 0).collect();
        records.sort_by_key(|(_, anno, ..)| *anno);
        let head = self.testata("Anno", "Non contati fra i dipendenti", "", 1, span);
        let voci = records.into_iter().map(|(n, anno, _, record)| Voce::Record(n, record, anno.to_string()));
        let voci: Vec<_> = voci.collect();
        (!voci.is_empty()).then_some((head, voci))
    }

    fn cessazioni(&mut self, asked: Asked<'a, '_>, shown: &[usize]) {
        let Asked { vista, anchor, caption, out } = asked;
        let span = vista.span;
        let Some(plan) = Organico::di(self.piano) else { return };
        let shown = shown.iter().map(|n| (*n, &self.piano[Pos::<Cessazione>::new(*n)].value));
        let (all, outside): (Vec<(usize, &'a Cessazione)>, Vec<_>) = shown.partition(|(_, c)| plan.conta_cessazione(c));
        let outside = self.non_contati(outside.into_iter().map(|(n, c)| (n, c.anno.value, c.numero.value, c)), span);
        let people = |anno: Option<i16>| -> i64 {
            let here = all.iter().filter(|(_, c)| anno.is_none_or(|anno| c.anno.value == anno));
            here.map(|(_, c)| i64::from(c.numero.value)).sum()
        };
        let leaves = all.iter().filter(|(_, c)| c.numero.value > 0 || c.risparmio.is_some());
        let (saved, partial) = somma_detta(leaves.map(|(_, c)| c.risparmio.map(|saved| saved.value)));
        let rows = all.iter().map(|(n, c)| (*n, c.anno.value, c.numero.value, *c)).collect();
        let groups = self.per_anno(rows, "Nessuna", &|anno| persone(people(Some(anno))), span);
        let columns = vec![
            colonna("Area", Profile::Testo, "area", |_, c: &Cessazione| area(c.area.as_ref())),
            colonna("Unità", Profile::Testo, "unita", |lower, c: &Cessazione| lower.unita_di(c.unita.as_ref())),
            colonna("Motivo", Profile::Testo, "motivo", |_, c: &Cessazione| {
                parola(c.motivo.map(|motivo| motivo.label()))
            }),
            colonna("Persone", Profile::Numero, "numero", |_, c: &Cessazione| Some(numero(c.numero.value))),
            colonna("Risparmio annuo", Profile::Importo, "risparmio", |_, c: &Cessazione| {
                importo(c.risparmio.as_ref())
            }),
            colonna("Rapporto", Profile::Testo, "rapporto", |_, c: &Cessazione| {
                parola(c.rapporto.filter(|r| *r != Rapporto::Indeterminato).map(Rapporto::label))
            }),
            come_scheda("Quando", Profile::Testo, "dal", |c: &Cessazione| c.dal.is_some()),
        ];
        let count = people(None);
        let said = (thousands(count.unsigned_abs()), count.unsigned_abs().into());
        let blank = || (String::new(), Value::Nothing);
        let amount = saved.map_or_else(blank, |saved| (almeno(saved, partial), saved.into()));
        let total = (count > 0).then(|| vec![blank(), blank(), blank(), said, amount]);
        let caption = caption.unwrap_or_else(|| self.say("Le cessazioni previste", span));
        let partial = partial && total.is_some();
        let asked = Asked { vista, anchor, caption: Some(caption), out: &mut *out };
        self.tavola_personale(asked, Kind::Cessazione, columns, groups, total, outside);
        if partial {
            self.nota_sotto("* Almeno: di qualche cessazione il risparmio non è indicato.", span, out);
        }
    }

    fn assunzioni(&mut self, asked: Asked<'a, '_>, shown: &[usize]) {
        let Asked { vista, anchor, caption, out } = asked;
        let span = vista.span;
        let Some(plan) = Organico::di(self.piano) else { return };
        let shown = shown.iter().map(|n| (*n, &self.piano[Pos::<Assunzione>::new(*n)].value));
        let (all, outside): (Vec<(usize, &'a Assunzione)>, Vec<_>) = shown.partition(|(_, a)| plan.conta_assunzione(a));
        let outside = self.non_contati(outside.into_iter().map(|(n, a)| (n, a.anno.value, a.numero.value, a)), span);
        let people = |anno: Option<i16>, up: bool| -> i64 {
            let here =
                all.iter().filter(|(_, a)| anno.is_none_or(|anno| a.anno.value == anno) && a.progressione() == up);
            here.map(|(_, a)| i64::from(a.numero.value)).sum()
        };
        let promoted = |n: i64| if n == 1 { "1 progressione".to_owned() } else { format!("{n} progressioni") };
        let detto = |anno: i16| {
            let said = [(people(Some(anno), false), true), (people(Some(anno), true), false)];
            let said = said.into_iter().filter(|(n, _)| *n > 0);
            said.map(|(n, hired)| if hired { persone(n) } else { promoted(n) }).collect::<Vec<_>>().join(", ")
        };
        let rows = all.iter().map(|(n, a)| (*n, a.anno.value, a.numero.value, *a)).collect();
        let groups = self.per_anno(rows, "Nessuna", &detto, span);
        let hired = |a: &Assunzione| !a.progressione() && (a.numero.value > 0 || a.costo.is_some());
        let enters = all.iter().filter(|(_, a)| hired(a));
        let (spent, partial) = somma_detta(enters.map(|(_, a)| a.costo.map(|costo| costo.value)));
        let columns = vec![
            colonna("Area", Profile::Testo, "area", |_, a: &Assunzione| area(a.area.as_ref())),
            colonna("Unità", Profile::Testo, "unita", |lower, a: &Assunzione| lower.unita_di(a.unita.as_ref())),
            colonna("Rapporto", Profile::Testo, "rapporto", |_, a: &Assunzione| {
                parola(a.rapporto.filter(|r| *r != Rapporto::Indeterminato).map(Rapporto::label))
            }),
            colonna("Come", Profile::Testo, "modalita", |_, a: &Assunzione| {
                let how = a.modalita?.label();
                let from = a.da.as_ref().map(|da| format!(" (da {})", nome_area(&da.value)));
                Some((format!("{how}{}", from.unwrap_or_default()), how.into()))
            }),
            colonna("Finanziamento", Profile::Testo, "finanziamento", |_, a: &Assunzione| {
                parola(a.finanziamento.as_ref().map(|words| straight(&words.value)).as_deref())
            }),
            colonna("Persone", Profile::Numero, "numero", |_, a: &Assunzione| Some(numero(a.numero.value))),
            colonna("Costo annuo", Profile::Importo, "costo", |_, a: &Assunzione| importo(a.costo.as_ref())),
            colonna("Orario", Profile::Testo, "tempo", |_, a: &Assunzione| {
                let tempo = a.tempo?.value.to_string();
                parola(Some(tempo.as_str()))
            }),
            come_scheda("IRAP", Profile::Importo, "irap", |a: &Assunzione| a.irap.is_some()),
            come_scheda("Pagate da altri", Profile::Testo, "etero", |a: &Assunzione| a.etero),
            come_scheda("Entro", Profile::Testo, "scadenza", |a: &Assunzione| a.scadenza.is_some()),
            come_scheda("Obiettivo", Profile::Testo, "obiettivo", |a: &Assunzione| a.obiettivo.is_some()),
            come_scheda("Perché", Profile::Testo, "motivo", |a: &Assunzione| a.motivo.is_some()),
        ];
        let (count, up) = (people(None, false), people(None, true));
        let said = (thousands(count.unsigned_abs()), count.unsigned_abs().into());
        let blank = || (String::new(), Value::Nothing);
        let amount = spent.map_or_else(blank, |spent| (almeno(spent, partial), spent.into()));
        let total = (count > 0).then(|| vec![blank(), blank(), blank(), blank(), blank(), said, amount]);
        let partial = partial && total.is_some();
        let caption = caption.unwrap_or_else(|| self.say("Le assunzioni previste", span));
        self.tavola_personale(
            Asked { vista, anchor, caption: Some(caption), out: &mut *out },
            Kind::Assunzione,
            columns,
            groups,
            total,
            outside,
        );
        if partial {
            self.nota_sotto("* Almeno: di qualche assunzione il costo non è indicato.", span, out);
        }
        if up > 0 && count > 0 {
            let words = "Le progressioni fra le aree non sono nel totale: chi le ottiene lavora già nell’ente.";
            self.nota_sotto(words, span, out);
        }
    }

    /// The staff at the date of the headcount, summed by area, unit or profile; or at the end of each year.
    pub(super) fn totali_dotazione(&mut self, asked: Asked<'a, '_>) {
        let Asked { vista, anchor, caption, out } = asked;
        let span = vista.span;
        let per = vista.per.unwrap_or(Per::Area);
        let Some(plan) = Organico::di(self.piano) else { return };
        let righe: Vec<&'a Dotazione> = plan.righe().map(|(_, riga)| riga).collect();
        if righe.is_empty() {
            let caption = caption.unwrap_or_else(|| self.say("Il personale in servizio", span));
            self.nothing(Asked { vista, anchor, caption: Some(caption), out });
            return;
        }
        let al = self.set.consistenza_al();
        let first = plan.anno_iniziale();
        let mut rows = Vec::new();
        let mut header = Vec::new();
        let numbers = |this: &Self, n: i64| Cell::new(this.say(&numero_o_meno(n), span), valore(n));
        let known = |this: &Self, n: Option<i64>| {
            n.map_or_else(|| Cell::new(this.say("–", span), Value::Nothing), |n| numbers(this, n))
        };
        if per == Per::Anno {
            header.push(("Area".to_owned(), Profile::Testo));
            header.push((format!("31/12/{first}"), Profile::Numero));
            header.extend(plan.anni.iter().map(|anno| (format!("31/12/{anno}"), Profile::Numero)));
            let areas = plan.aree.iter().enumerate().map(|(n, area)| (capital(&area.nome), Chi::Area(n)));
            for (nome, chi) in areas.chain([("Totale".to_owned(), Chi::Tutti)]) {
                let years = plan.ponte(chi);
                if years.iter().all(|year| year.inizio == 0 && year.fine == 0) {
                    continue;
                }
                let mut cells = vec![Cell::new(self.say(&straight(&nome), span), nome.as_str())];
                cells.extend(years.first().map(|year| numbers(self, year.inizio)));
                cells.extend(years.iter().map(|year| numbers(self, year.fine)));
                rows.push(Row { total: chi == Chi::Tutti, ..Row::new(cells, span) });
            }
        } else {
            let posts = per == Per::Area && righe.iter().any(|riga| riga.posti.is_some());
            header.push((capital(raggruppa(per)), Profile::Testo));
            header.extend(posts.then(|| ("Posti".to_owned(), Profile::Numero)));
            header.push(("In servizio".to_owned(), Profile::Numero));
            header.extend(posts.then(|| ("Vacanti".to_owned(), Profile::Numero)));
            // Posts, people, vacant posts. By area, then by what is summed.
            type Somme = [Option<i64>; 3];
            let mut sums: BTreeMap<(usize, String), (Words, Somme)> = BTreeMap::new();
            for riga in righe {
                let at = plan.area(&riga.area.value);
                let (order, words) = match per {
                    Per::Unita => match riga.unita.as_ref().and_then(|rif| self.index.rif(rif)) {
                        Some(unita) => {
                            let nome = self.nome_unita(unita);
                            (unita.n(), self.listed(unita, &nome, span))
                        }
                        None => (usize::MAX, self.say("Unità non indicata", span)),
                    },
                    Per::Profilo => {
                        let nome = riga.profilo.as_ref().map_or("Profilo non indicato", |p| p.value.trim());
                        (at.unwrap_or(usize::MAX), self.say(&straight(nome), span))
                    }
                    _ => {
                        let area = at.and_then(|at| plan.aree.get(at));
                        let nome = area.map_or_else(|| nome_area(&riga.area.value), |area| area.nome.clone());
                        (at.unwrap_or(usize::MAX), self.say(&capital(&straight(&nome)), span))
                    }
                };
                let sum = sums.entry((order, crate::base::text::flat(&plain(&words)))).or_insert((words, [Some(0); 3]));
                let here = [riga.posti(first), Some(riga.numero.value), riga.vacanti(first)];
                aggiungi(&mut sum.1, here.map(|n| n.map(i64::from)));
            }
            let mut all: Somme = [Some(0); 3];
            sums.values().for_each(|(_, sum)| aggiungi(&mut all, *sum));
            let mut add = |this: &Self, words: Words, [p, n, vacant]: Somme, total: bool| {
                let name = plain(&words);
                let mut cells = vec![Cell::new(words, name.as_str())];
                cells.extend(posts.then(|| known(this, p)));
                cells.push(known(this, n));
                cells.extend(posts.then(|| known(this, vacant)));
                rows.push(Row { total, ..Row::new(cells, span) });
            };
            for (words, sum) in sums.into_values() {
                add(self, words, sum, false);
            }
            add(self, self.say("Totale", span), all, true);
        }
        let usual = match per {
            Per::Anno => "Il personale alla fine di ogni anno".to_owned(),
            per => {
                format!("Il personale in servizio al {}, per {}", al.lunga(), raggruppa(per))
            }
        };
        let caption = caption.unwrap_or_else(|| self.say(&usual, span));
        let columns = self.columns(&header, span);
        self.push_table(Asked { vista, anchor, caption: Some(caption), out }, columns, rows);
    }

    /// The staff by area and sex. Counts that would tell who somebody is are masked.
    pub(super) fn genere(&mut self, asked: Asked<'a, '_>) {
        let Asked { vista, anchor, caption, out } = asked;
        let span = vista.span;
        let day = self.set.consistenza_al().lunga();
        let caption = caption.unwrap_or_else(|| self.say(&format!("Donne e uomini al {day}"), span));
        let rows = Organico::di(self.piano).map(|plan| plan.genere()).unwrap_or_default();
        if rows.is_empty() {
            let words = "La dotazione non dice ancora quante sono le donne in tutte le sue righe.";
            self.nulla(Asked { vista, anchor, caption: Some(caption), out }, words);
            return;
        }
        let header = [
            ("Area", Profile::Testo),
            ("Donne", Profile::Numero),
            ("Uomini", Profile::Numero),
            ("Totale", Profile::Numero),
        ];
        let columns = self.columns(&header, span);
        let masked = rows.iter().any(|row| row.donne.numero().is_none());
        let last = rows.len() - 1;
        let rows = rows.into_iter().enumerate().map(|(at, row)| {
            let count = |count: Conta| Cell::new(self.say(&count.to_string(), span), count.numero().map(u64::from));
            let nome = capital(&straight(&row.area));
            let total = u64::from(row.totale);
            let cells = [
                Cell::new(self.say(&nome, span), nome.as_str()),
                count(row.donne),
                count(row.uomini),
                Cell::new(self.say(&thousands(total), span), total),
            ];
            Row { total: at == last && at > 0, ..Row::new(cells, span) }
        });
        let rows = rows.collect();
        self.push_table(Asked { vista, anchor, caption: Some(caption), out: &mut *out }, columns, rows);
        if masked {
            let soglia = self.set.riserbo.soglia;
            let words = format!(
                "I numeri sotto {soglia}, e quelli da cui si potrebbero ricavare, non sono pubblicati: direbbero chi è ciascuno."
            );
            self.nota_sotto(&words, span, out);
        }
    }

    /// The bridge: who is there at the beginning of each year, who leaves, who enters, who is there at its end.
    pub(super) fn ponte_personale(&mut self, asked: Asked<'a, '_>) {
        let Asked { vista, anchor, caption, out } = asked;
        let span = vista.span;
        let caption = caption.unwrap_or_else(|| self.say("Chi esce e chi entra nel triennio", span));
        let Some(plan) = Organico::di(self.piano) else { return };
        let by_area = vista.per == Some(Per::Area);
        let mut parts: Vec<(String, Chi<'_>)> = Vec::new();
        if by_area {
            parts.extend(plan.aree.iter().enumerate().map(|(n, area)| (capital(&straight(&area.nome)), Chi::Area(n))));
        } else {
            parts.push((String::new(), Chi::Tutti));
        }
        let parts: Vec<(String, Vec<Movimento>)> = parts
            .into_iter()
            .map(|(nome, chi)| (nome, plan.ponte(chi)))
            .filter(|(_, years)| years.iter().any(|year| year.inizio != 0 || year.fine != 0))
            .collect();
        if plan.totale() == 0 || parts.is_empty() {
            self.nulla(
                Asked { vista, anchor, caption: Some(caption), out },
                "La dotazione non dice ancora quante persone ci sono.",
            );
            return;
        }
        let up = parts.iter().flat_map(|(_, years)| years).any(|year| year.promossi + year.ceduti > 0);
        let bridges: Vec<Bridge> = parts.iter().map(|(nome, years)| ponte(nome, years, plan.anno_iniziale())).collect();
        if bridges.iter().all(Bridge::drawable) {
            let words = self.say(&format!("{} in grafico", plain(&caption)), span);
            let mut bridges = bridges;
            let there = self.nella_tabella("I numeri", true);
            bridges.iter_mut().for_each(|bridge| bridge.alt.push_str(&there));
            let alt = match bridges.as_slice() {
                [one] => one.alt.clone(),
                many => format!("{} grafici a ponte, uno per area.{there}", many.len()),
            };
            self.push_drawing(None, words, alt, DrawingKind::Bridges(bridges), span, out);
            let words = "Le altezze sono in proporzione, da zero: barra vuota chi esce, barra piena chi entra.";
            let areas = " Chi passa da un’area a un’altra con una progressione è nella barra vuota della prima e in quella piena della seconda; la tabella lo conta fra le progressioni.";
            self.nota_sotto(&format!("{words}{}", if up && by_area { areas } else { "" }), span, out);
        }
        let mut header: Vec<(&str, Profile)> = Vec::new();
        header.extend(by_area.then_some(("Area", Profile::Testo)));
        header.extend([
            ("Anno", Profile::Data),
            ("Inizio", Profile::Numero),
            ("Escono", Profile::Numero),
            ("Entrano", Profile::Numero),
        ]);
        header.extend(up.then_some(("Progressioni", Profile::Numero)));
        header.push(("Fine", Profile::Numero));
        let mut rows = Vec::new();
        for (nome, years) in &parts {
            let sum = Movimento {
                inizio: years.first().map_or(0, |year| year.inizio),
                escono: years.iter().map(|year| year.escono).sum(),
                entrano: years.iter().map(|year| year.entrano).sum(),
                promossi: years.iter().map(|year| year.promossi).sum(),
                ceduti: years.iter().map(|year| year.ceduti).sum(),
                fine: years.last().map_or(0, |year| year.fine),
                anno: 0,
            };
            for (at, year) in years.iter().chain([&sum]).enumerate() {
                let total = at == years.len();
                let label = if total { "Triennio".to_owned() } else { year.anno.to_string() };
                let mut cells: Vec<Cell> = Vec::new();
                if by_area {
                    cells.push(if at == 0 { Cell::new(self.say(nome, span), nome.as_str()) } else { Cell::default() });
                }
                let anno = if total { Value::Nothing } else { u64::try_from(year.anno).ok().into() };
                cells.push(Cell::new(self.say(&label, span), anno));
                let signed = |this: &Self, n: i64| Cell::new(this.say(&con_segno(n), span), valore(n));
                let plain = |this: &Self, n: i64| Cell::new(this.say(&numero_o_meno(n), span), valore(n));
                cells.extend([plain(self, year.inizio), signed(self, -year.escono), signed(self, year.entrano)]);
                // For all the staff together progressions are told, but they move nobody in or out.
                let moved =
                    if by_area { signed(self, year.promossi - year.ceduti) } else { plain(self, year.promossi) };
                cells.extend(up.then_some(moved));
                cells.push(plain(self, year.fine));
                let continues = usize::from(by_area && at > 0);
                rows.push(Row { total, continues, ..Row::new(cells, span) });
            }
        }
        let columns = self.columns(&header, span);
        self.push_table(Asked { vista, anchor, caption: Some(caption), out: &mut *out }, columns, rows);
        if up && !by_area {
            let words = "Le progressioni fra le aree non cambiano il totale: chi le ottiene lavora già nell’ente.";
            self.nota_sotto(words, span, out);
        }
    }
}

/// What staff is summed by: here an area is one of the contract.
fn raggruppa(per: Per) -> &'static str {
    if per == Per::Area { "area" } else { per.label() }
}

/// Rows with the one that heads them.
type Gruppo<'a, T> = (Row, Vec<Voce<'a, T>>);

/// A row of a table of staff: a record, or words in the place of records.
enum Voce<'a, T> {
    /// Its words in brackets stand after its profile.
    Record(usize, &'a T, String),
    Parole(String),
}

/// How the people of a row are employed, when it is not for good.
fn rapporto(riga: &Dotazione) -> &'static str {
    riga.rapporto.filter(|r| *r != Rapporto::Indeterminato).map_or("", Rapporto::label)
}

fn area(word: Option<&Spanned<String>>) -> Option<(String, Value)> {
    let nome = word.map(|word| straight(&nome_area(&word.value)))?;
    let value = nome.as_str().into();
    Some((nome, value))
}

fn numero_o_meno(n: i64) -> String {
    let sign = if n < 0 { "−" } else { "" };
    format!("{sign}{}", thousands(n.unsigned_abs()))
}

fn valore(n: i64) -> Value {
    Value::Number(n.into())
}

/// Adds numbers to sums. The sum of what is not known is not known.
fn aggiungi(sums: &mut [Option<i64>; 3], numbers: [Option<i64>; 3]) {
    for (sum, n) in sums.iter_mut().zip(numbers) {
        *sum = sum.zip(n).map(|(sum, n)| sum + n);
    }
}

/// The bridge of some staff as a drawing. Progressions move people between areas, and nobody in all the staff.
fn ponte(nome: &str, years: &[Movimento], first: i16) -> Bridge {
    let whole = |n: i64| u32::try_from(n).unwrap_or(0);
    let by_area = !nome.is_empty();
    let year = |year: &Movimento| BridgeYear {
        anno: year.anno,
        escono: whole(year.escono),
        passano: if by_area { whole(year.ceduti) } else { 0 },
        entrano: whole(year.entrano),
        arrivano: if by_area { whole(year.promossi) } else { 0 },
        fine: whole(year.fine),
    };
    let inizio = whole(years.first().map_or(0, |year| year.inizio));
    let years: Vec<BridgeYear> = years.iter().map(year).collect();
    let mut bridge = Bridge { titolo: nome.to_owned(), inizio, dal: first, anni: years, alt: String::new() };
    bridge.alt = bridge.in_words();
    bridge
}
