//! The plan as the rules see it, with the questions that many of them ask about it.

use super::Stampato;
use super::discorso::{Discorso, capoversi, discorsi, nudi};
use super::gruppo::{Gruppo, Parte, Trovati, trovati};
use super::stampato::Tabella;
use crate::base::giorno::Giorno;
use crate::base::span::{Span, Spanned, tutti_interi};
use crate::conti::fatti::Fatti;
use crate::diag::Diagnostics;
use crate::index::{Index, like_source};
use crate::lingua::tempo::{Forma, Genere, Lettura, Tempo};
use crate::piano::element::Kind;
use crate::piano::element::misura_prevenzione::MisuraPrevenzione;
use crate::piano::element::obiettivo::Obiettivo;
use crate::piano::element::pos::Pos;
use crate::piano::element::processo::Processo;
use crate::piano::element::scheda_scambio::SchedaScambio;
use crate::piano::element::target::{Atteso, Target};
use crate::piano::element::value::{Dovuto, Testo};
use crate::piano::settings::{Impostazioni, Tipo};
use crate::piano::{Piano, Sezione, each_prose, each_section};
use crate::source::Sources;
use std::borrow::Cow;
use std::sync::{Arc, OnceLock};

/// Fields whose words are codes, addresses and the names that the law gives to pages, and not running text.
const TECNICI: [&str; 21] = [
    "id",
    "codice",
    "sezione",
    "sottosezione",
    "stato",
    "file",
    "sito",
    "indirizzo",
    "url",
    "pec",
    "email",
    "telefono",
    "cellulare",
    "cup",
    "cig",
    "codice_fiscale",
    "codice_ipa",
    "codice_istat",
    "triennio",
    "area",
    "fattori",
];

/// The context of a rule: the plan, and what was computed of it before the rules run.
#[derive(Debug)]
pub struct Cx<'a> {
    pub(super) piano: &'a Piano,
    pub(super) index: &'a Index,
    pub(super) fatti: &'a Fatti,
    pub(super) sources: &'a Sources,
    pub(super) set: &'a Impostazioni,
    /// The year of the plan: the first of its triennium.
    pub(super) anno: i16,
    /// The day as of which deadlines are judged: `--oggi`, or the date of the plan.
    pub(super) oggi: Giorno,
    /// The places where something could not be read. They were reported before the rules run.
    pub(super) illeggibili: Vec<Span>,
    /// The running text of the plan, see [`Cx::testi`]: first the prose, then titles and names.
    discorsi: (Vec<Gruppo<Discorso>>, Vec<Gruppo<Discorso>>),
    /// The paragraphs and the cells, see [`Cx::nei_capoversi`].
    capoversi: OnceLock<Vec<Gruppo<Discorso>>>,
    /// All that is printed, see [`Cx::stampati`].
    stampati: OnceLock<Vec<Gruppo<Stampato>>>,
    /// The tables, see [`Cx::tabelle`].
    tabelle: OnceLock<Vec<Arc<Tabella>>>,
}

impl<'a> Cx<'a> {
    /// The context of `piano`. `diags` has the problems of the earlier phases. None when `piao.toml` could not be read.
    #[must_use]
    pub fn of(
        piano: &'a Piano,
        index: &'a Index,
        fatti: &'a Fatti,
        sources: &'a Sources,
        oggi: Option<Giorno>,
        diags: &Diagnostics,
    ) -> Option<Self> {
        let set = piano.impostazioni.as_ref()?;
        let illeggibili = diags.iter().filter(|d| d.illeggibile()).filter_map(|d| d.span).collect();
        let mut prosa = Vec::new();
        each_prose(piano, &mut |brano| prosa.push(nudi(brano)));
        let mut nomi = Vec::new();
        each_section(&piano.sezioni, &mut |sezione| {
            nomi.extend(
                sezione.front.titolo.iter().map(|titolo| Parte::di(vec![Discorso::di_stringa(titolo, sources)])),
            );
        });
        let parole = piano.parole.iter().filter(|parola| !TECNICI.contains(&parola.campo.as_str()));
        nomi.extend(parole.map(|parola| Parte::di(vec![Discorso::di_stringa(&parola.testo, sources)])));
        let discorsi = (Gruppo::di(prosa), Gruppo::di(nomi));
        let oggi = oggi.unwrap_or(set.data.value);
        Some(Cx {
            piano,
            index,
            fatti,
            sources,
            set,
            anno: set.anno(),
            oggi,
            illeggibili,
            discorsi,
            capoversi: OnceLock::new(),
            stampati: OnceLock::new(),
            tabelle: OnceLock::new(),
        })
    }

    /// The running text of the whole plan. Each item is a paragraph, a heading, a cell, a title or a name. What the author did
    /// not write as text is left out: code, addresses, facts, words of citations.
    pub(super) fn testi(&self) -> impl Iterator<Item = &Discorso> {
        self.per_file().flat_map(Gruppo::testi)
    }

    /// What `find` finds in the running text of the whole plan, each time with its text: see [`super::gruppo`].
    pub(super) fn nei_testi<F: Clone>(
        &self,
        find: impl Fn(&Gruppo<Discorso>) -> Trovati<F> + Copy,
    ) -> impl Iterator<Item = (&Discorso, F)> {
        self.nella_prosa(find).chain(trovati(&self.discorsi.1, find))
    }

    /// The same, of the running text without titles and names.
    pub(super) fn nella_prosa<F: Clone>(
        &self,
        find: impl Fn(&Gruppo<Discorso>) -> Trovati<F>,
    ) -> impl Iterator<Item = (&Discorso, F)> {
        trovati(&self.discorsi.0, find)
    }

    /// What `find` finds in the running text that stands outside `piao.toml`: what the settings say is what it is compared with.
    pub(super) fn nei_testi_del_piano<F: Clone>(
        &self,
        find: impl Fn(&Gruppo<Discorso>) -> Trovati<F> + Copy,
    ) -> impl Iterator<Item = (&Discorso, F)> {
        let outside = |testo: &Discorso| testo.span(0..1).is_some_and(|span| !self.delle_impostazioni(span));
        self.nei_testi(find).filter(move |(testo, _)| outside(testo))
    }

    /// The running text of the whole plan, a file at a time.
    pub(super) fn per_file(&self) -> impl Iterator<Item = &Gruppo<Discorso>> {
        self.discorsi.0.iter().chain(&self.discorsi.1)
    }

    /// What `find` finds in the paragraphs and in the cells of the prose, with the words of links and code, each time with its text.
    pub(super) fn nei_capoversi<F: Clone>(
        &self,
        find: impl Fn(&Gruppo<Discorso>) -> Trovati<F>,
    ) -> impl Iterator<Item = (&Discorso, F)> {
        let all = self.capoversi.get_or_init(|| {
            let mut all = Vec::new();
            each_prose(self.piano, &mut |brano| all.push(capoversi(brano)));
            Gruppo::di(all)
        });
        trovati(all, find)
    }

    /// All that is printed, with links and code. The row of a table is one item.
    pub(super) fn stampati(&self) -> impl Iterator<Item = &Stampato> {
        self.stampati_per_file().iter().flat_map(Gruppo::testi)
    }

    fn stampati_per_file(&self) -> &[Gruppo<Stampato>] {
        self.stampati.get_or_init(|| Gruppo::di(Stampato::tutti(self.piano, self.sources)))
    }

    /// What `find` finds in all that is printed, each time with its text.
    pub(super) fn nei_stampati<F: Clone>(
        &self,
        find: impl Fn(&Gruppo<Stampato>) -> Trovati<F>,
    ) -> impl Iterator<Item = (&Stampato, F)> {
        trovati(self.stampati_per_file(), find)
    }

    /// The tables of the plan, of its texts and of its CSV files.
    pub(super) fn tabelle(&self) -> impl Iterator<Item = &Tabella> {
        self.tabelle.get_or_init(|| Tabella::tutte(self.piano)).iter().map(AsRef::as_ref)
    }

    /// The names of the persons who hold an office. The law makes them public.
    pub(super) fn titolari(&self) -> Vec<&'a str> {
        let holders = self.piano.elementi.incarichi.iter().filter_map(|incarico| incarico.value.persona.as_ref());
        holders.map(|persona| persona.value.as_str()).collect()
    }

    /// Whether a place is in `piao.toml`.
    pub(super) fn delle_impostazioni(&self, span: Span) -> bool {
        self.sources.file(span.file).is_some_and(|file| file.path == "piao.toml")
    }

    /// Whether a text is a field of the body in `piao.toml`: addresses and numbers there are of an office, not of a person.
    pub(super) fn dell_ente(&self, stampato: &Stampato) -> bool {
        stampato.campo.is_some() && stampato.testo.span(0..1).is_some_and(|span| self.delle_impostazioni(span))
    }

    /// Whether it is a whole plan, which must have the sections of the Piano-tipo.
    pub(super) fn intero(&self) -> bool {
        self.set.tipo == Tipo::Piao
    }

    /// The section that takes the place `numero` of the Piano-tipo: `2.2`.
    pub(super) fn sezione(&self, numero: &str) -> Option<&'a Sezione> {
        self.piano.sezione(numero)
    }

    /// The place at which to report what section `numero` lacks: its number or, without such a section, the kind of the plan.
    pub(super) fn posto(&self, numero: &str) -> Span {
        let written = self.sezione(numero).and_then(|sezione| sezione.front.sezione.as_ref());
        written.map_or_else(|| self.impostazioni(), |numero| numero.span)
    }

    /// The place at which to report that section `numero` lacks what the Piano-tipo asks of it. `None` when nothing is asked: the
    /// plan is only a part, the section is missing (its own rule says so), the section says why it is empty, or it is still to be
    /// written (one note says so). Nothing is asked either when something could not be read, because what seems to be missing may
    /// be there.
    pub(super) fn richiesto_in(&self, numero: &str) -> Option<Span> {
        let sezione = self.sezione(numero)?;
        let asked = self.intero() && sezione.front.assente.is_none() && !sezione.da_compilare();
        let read = !self.sources.partial && !self.piano.incompleto.fatti;
        (asked && read).then(|| self.posto(numero))
    }

    /// Whether section `numero` is still to be written.
    pub(super) fn da_compilare(&self, numero: &str) -> bool {
        self.sezione(numero).is_some_and(Sezione::da_compilare)
    }

    /// The first line of `piao.toml`: the place at which to report what the whole plan lacks.
    pub(super) fn impostazioni(&self) -> Span {
        let file = self.sources.find("piao.toml");
        let end = file.map_or(0, |(_, file)| file.text().lines().next().unwrap_or_default().len());
        Span::new(file.map_or(self.set.ente.nome.span.file, |(id, _)| id), 0..end)
    }

    /// Whether the document is the PIAO or a part of it, and not its report or a catalogue.
    pub(super) fn del_piao(&self) -> bool {
        matches!(self.set.tipo, Tipo::Piao | Tipo::SezionePiao | Tipo::Allegato)
    }

    /// The header of a table of `piao.toml`, such as `[ente]`: the place at which to report what the table lacks. Without the
    /// table it is the first line.
    pub(super) fn tabella(&self, nome: &str) -> Span {
        self.set.tabelle.get(nome).copied().unwrap_or_else(|| self.impostazioni())
    }

    /// Whether all of `piao.toml` was read.
    pub(super) fn lette_le_impostazioni(&self) -> bool {
        let file = self.impostazioni().file;
        self.illeggibili.iter().all(|unread| unread.file != file)
    }

    /// Whether all sections were read: what seems to be missing may be in one that was not.
    pub(super) fn lette_le_sezioni(&self) -> bool {
        // A file with a wrong extension is reported as such, and its section is not missing.
        let misnamed = self.sources.files.iter().any(|file| file.path.to_lowercase().ends_with(".md.txt"));
        let mut read = !self.sources.partial && !misnamed;
        each_section(&self.piano.sezioni, &mut |sezione| {
            let file = sezione.span.file;
            read &= self.illeggibili.iter().all(|unread| unread.file != file);
        });
        read
    }

    /// The objectives that were read whole, with their position: only of these can a rule say that something is missing.
    pub(super) fn obiettivi(&self) -> impl Iterator<Item = (Pos<Obiettivo>, &'a Spanned<Obiettivo>)> + use<'a> {
        self.scritti().filter(|(_, obiettivo)| obiettivo.intero)
    }

    /// All objectives with their position, also those of which something could not be read. It is for rules that judge what is
    /// written, and never say that something is missing.
    pub(super) fn scritti(&self) -> impl Iterator<Item = (Pos<Obiettivo>, &'a Spanned<Obiettivo>)> + use<'a> {
        self.piano.elementi.each()
    }

    /// Every field of the plan that says when.
    pub(super) fn tempi(&self) -> impl Iterator<Item = Quando<'a>> + use<'a> {
        let elementi = &self.piano.elementi;
        let schede = elementi.schede_scambio.iter().flat_map(|scheda| tempi_scambio(&scheda.value));
        let terms = elementi.obiettivi_vp.iter().map(|o| &o.value.scadenza);
        let terms = terms.chain(elementi.procedure.iter().map(|p| &p.value.scadenza)).filter_map(|term| match term {
            Some(Dovuto::Valore(term)) => Some(term),
            _ => None,
        });
        let of = |t: &'a Spanned<Tempo>, nel| Quando {
            tempo: Cow::Borrowed(&t.value),
            span: t.span,
            anno: None,
            nel,
            fase: false,
        };
        let leave = elementi.cessazioni.iter().map(|c| &c.value);
        let leave = leave.filter_map(move |c| Some(of(c.dal.as_ref()?, Some(c.anno.value))));
        let hires = elementi.assunzioni.iter().map(|a| &a.value);
        let hires = hires.filter_map(move |a| Some(of(a.scadenza.as_ref()?, Some(a.anno.value))));
        let altri = schede.chain(terms).chain(self.tempi_dei_fatti().filter(|tempo| e_un_giorno(tempo)));
        let altri = altri.map(move |t| of(t, None)).chain(leave).chain(hires);
        self.scritti().flat_map(|(_, obiettivo)| tempi(&obiettivo.value)).chain(altri)
    }

    /// The times of the records of section 2.3 and of the monitoring, which may be tied to an event.
    pub(super) fn tempi_dei_fatti(&self) -> impl Iterator<Item = &'a Spanned<Tempo>> + use<'a> {
        let elementi = &self.piano.elementi;
        let measures = elementi.misure_prevenzione.iter().flat_map(|misura| tempi_misura(&misura.value));
        let processes = elementi.processi.iter().flat_map(|processo| tempi_processo(&processo.value));
        let duties = elementi.obblighi.iter().flat_map(|o| o.value.aggiornamento.iter().chain(&o.value.termine));
        let watched = elementi.monitoraggi.iter().flat_map(|m| &m.value.tempi.0);
        measures.chain(processes).chain(duties).chain(watched)
    }

    /// The name of an element in a message: its code, or its title in quotes.
    pub(super) fn nome(&self, which: impl Into<(Kind, usize)>) -> String {
        let (kind, n) = which.into();
        match (self.index.code(kind, n), self.piano.elementi.get(kind, n)) {
            (Some(code), _) => code.to_owned(),
            (None, Some(element)) => format!("«{}»", crate::base::text::short(element.value.titolo().value)),
            (None, None) => String::new(),
        }
    }

    /// The replacement for `span` that says `text`, between quotes if the author has quotes there.
    pub(super) fn scritto(&self, span: Span, text: &str) -> String {
        like_source(self.sources, &Spanned::new(String::new(), span), text)
    }

    /// Whether all objectives and units were read. Otherwise no sum over them can be judged.
    pub(super) fn letti_gli_obiettivi(&self) -> bool {
        let elementi = &self.piano.elementi;
        !self.piano.incompleto.nomi && tutti_interi(&elementi.obiettivi) && tutti_interi(&elementi.unita)
    }

    /// Whether the whole tree was read. Otherwise a node that is missing changes the numbers of the others.
    pub(super) fn letti_i_nodi(&self) -> bool {
        !self.piano.incompleto.nomi && tutti_interi(&self.piano.elementi.nodi)
    }

    /// The running words of a text, paragraph by paragraph.
    pub(super) fn discorsi(&self, testo: Testo) -> Vec<Discorso> {
        let prose = usize::try_from(testo.0).ok().and_then(|n| self.piano.testi.get(n));
        let mut out = Vec::new();
        if let Some(prose) = prose {
            prose.each_block(&mut |block| out.extend(discorsi(&block.kind)));
        }
        out
    }

    /// The words of a text in one line, short enough for a message.
    pub(super) fn parole(&self, testo: Testo) -> String {
        let words: Vec<String> = self.discorsi(testo).into_iter().map(|d| d.parole).collect();
        crate::base::text::short(words.join(" ").trim())
    }

    /// The last day of the triennium.
    pub(super) fn ultimo_giorno(&self) -> Option<Giorno> {
        jiff::civil::Date::new(self.set.anni().last()?, 12, 31).ok().map(Giorno)
    }
}

/// A field that says when.
pub(super) struct Quando<'a> {
    /// The time in the field.
    pub(super) tempo: Cow<'a, Tempo>,
    pub(super) span: Span,
    /// The year under which it is written, in `{ 2025 = … }`.
    pub(super) anno: Option<i16>,
    /// The year of its record, of which are the days that name none.
    pub(super) nel: Option<i16>,
    /// Whether the field is of a phase, whose times must fall between the dates of its objective.
    pub(super) fase: bool,
}

/// Every field of an objective that says when.
pub(super) fn tempi(obiettivo: &Obiettivo) -> Vec<Quando<'_>> {
    fn one(tempo: &Spanned<Tempo>) -> Quando<'_> {
        Quando { tempo: Cow::Borrowed(&tempo.value), span: tempo.span, anno: None, nel: None, fase: false }
    }
    let mut all = Vec::new();
    if let Some(Dovuto::Valore(scadenza)) = &obiettivo.scadenza {
        all.push(one(scadenza));
    }
    for risultato in obiettivo.risultati.iter().map(|risultato| &risultato.value) {
        all.extend(risultato.entro.as_ref().map(|entro| Quando { nel: risultato.anno, ..one(entro) }));
    }
    for (anno, tempi) in obiettivo.fasi.iter().filter_map(|f| f.value.tempi.as_ref()).flat_map(|tempi| tempi.iter()) {
        all.push(Quando { anno, fase: true, ..one(tempi) });
    }
    for riga in obiettivo.verifiche.iter().flat_map(|v| v.value.righe()) {
        all.extend(riga.tempi.map(one));
        all.extend(riga.scala.iter().map(|gradino| one(&gradino.entro)));
    }
    for indicatore in obiettivo.indicatori.iter().map(|i| &i.value) {
        all.extend(indicatore.scala.iter().map(|gradino| one(&gradino.entro)));
        for (anno, target) in indicatore.ogni_target() {
            let tempo = match &target.value.atteso {
                // A target may be a length of time.
                Atteso::Tempo(Tempo { lettura: Ok(Lettura { forma: Forma::Dura(_), .. }), .. }) => continue,
                Atteso::Tempo(tempo) => Cow::Borrowed(tempo),
                // Words that have the form of a day which does not exist.
                Atteso::Parole if impossibile(&target.value) => Cow::Owned(Tempo::parse(&target.value.parola)),
                _ => continue,
            };
            all.push(Quando { tempo, span: target.span, anno, nel: None, fase: false });
        }
    }
    all
}

/// Every field of an exchange that says when.
pub(super) fn tempi_scambio(scheda: &SchedaScambio) -> impl Iterator<Item = &Spanned<Tempo>> {
    let dates = scheda.disponibilita.iter().flat_map(|d| [&d.value.quando, &d.value.finestra]);
    dates.chain(scheda.programma.iter().map(|parte| &parte.value.data)).flatten()
}

/// Every field of a measure of prevention that says when.
pub(super) fn tempi_misura(misura: &MisuraPrevenzione) -> impl Iterator<Item = &Spanned<Tempo>> {
    let term = match &misura.scadenza {
        Some(Dovuto::Valore(term)) => Some(term),
        Some(Dovuto::Assente(_)) | None => None,
    };
    let checks = misura.verifiche.iter().flat_map(|verifica| verifica.value.righe()).filter_map(|riga| riga.tempi);
    let steps = misura.passi.iter().filter_map(|passo| passo.value.tempi.as_ref());
    term.into_iter().chain(checks).chain(steps)
}

/// Every field of a process that says when.
fn tempi_processo(processo: &Processo) -> impl Iterator<Item = &Spanned<Tempo>> {
    processo.tempi.iter().chain(processo.passi.iter().filter_map(|passo| passo.value.tempi.as_ref()))
}

/// Whether a time is of the calendar, right or wrong. What is done against corruption is often tied to an event, as in «prima di ogni
/// nomina»: there such words are no mistake.
pub(super) fn e_un_giorno(tempo: &Tempo) -> bool {
    tempo.lettura.as_ref().map_or_else(
        |error| !matches!(error.genere, Genere::Frase | Genere::ParolaIgnota | Genere::Conteggio),
        |_| true,
    )
}

/// Whether a target is a day that does not exist.
pub(super) fn impossibile(target: &Target) -> bool {
    matches!(target.atteso, Atteso::Parole)
        && Tempo::parse(&target.parola).lettura.is_err_and(|e| e.genere == Genere::Impossibile)
}

/// `a, b e c`.
pub(super) fn elenco(words: &[String]) -> String {
    match words {
        [] => String::new(),
        [one] => one.clone(),
        [all @ .., last] => format!("{} e {last}", all.join(", ")),
    }
}
