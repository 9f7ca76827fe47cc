//! Views show elements and tables of data as blocks. An element only lists its fields. The words of a value, the columns of
//! a table and the parts of a card are decided here, once for both outputs.

mod agile;
mod albero_disegnato;
mod calendario;
mod contatori;
mod cronoprogramma;
mod cruscotto;
mod formazione;
mod griglia_rischi;
mod in_breve;
mod in_testa;
mod indice;
mod monitoraggi;
mod norme;
mod organigramma;
mod parti_esiti;
mod parti_fasi;
mod parti_finanziate;
mod parti_obiettivo;
mod personale;
mod raccordo;
mod revisioni;
mod rischi;
mod scambi;
mod spesa;
mod tabella_unita;
mod titolari;
mod totali;
mod totali_unita;
mod trasparenza;
mod valori;
mod verifiche;

pub(super) use cronoprogramma::same_years;
pub(super) use tabella_unita::chapters;

use super::quotes::{Quotes, straight};
use super::{Lower, Scope, names_rows, profile, profile_of};
use crate::base::span::Span;
use crate::base::span::Spanned;
use crate::base::text::capital;
use crate::conti::campi::{fields, forma, gruppi, select};
use crate::conti::organico::Organico;
use crate::conti::performance::parti;
use crate::conti::struttura::Struttura;
use crate::document::drawing::{Drawing, DrawingKind};
use crate::document::*;
use crate::lingua::numeri::thousands;
use crate::lingua::tempo::Tempo;
use crate::piano::element::id::Id;
use crate::piano::element::incarico::Incarico;
use crate::piano::element::monitoraggio::Monitoraggio;
use crate::piano::element::nodo::MAX_TREE;
use crate::piano::element::obiettivo::Obiettivo;
use crate::piano::element::pos::Pos;
use crate::piano::element::row::Profile;
use crate::piano::element::row::{self, Campo, Valore};
use crate::piano::element::unita::Unita;
use crate::piano::element::value::{Importo, Testo};
use crate::piano::element::{Forma, Kind, quanti};
use crate::piano::prose;
use crate::piano::vista::{Shows, Tipo, Vista};

/// A view as it is asked for: what its author wrote, its anchor and caption if it has them, and where what it shows goes.
pub(super) struct Asked<'a, 'o> {
    pub(super) vista: &'a Vista,
    pub(super) anchor: Option<Id>,
    pub(super) caption: Option<Words>,
    pub(super) out: &'o mut Vec<Block>,
}

impl<'a> Lower<'a> {
    pub(super) fn view(&mut self, vista: &'a Vista, scope: &mut Scope<'a>, out: &mut Vec<Block>) {
        // `check` refuses a view in the text of a record: it could show that same record, and never end.
        if self.nei_dati {
            return;
        }
        let anchor = self.index.id_at(vista.span).filter(|_| vista.id.is_some()).cloned();
        let caption =
            vista.didascalia.as_ref().and_then(|prose| prose.blocks.first()).and_then(|block| match &block.kind {
                prose::BlockKind::Paragraph(content) => Some(self.discorso(content, scope)),
                _ => None,
            });
        let asked = Asked { vista, anchor, caption, out };
        match vista.shows {
            // The conditions of work away from the office are a table of their own, unless another form is asked for.
            Shows::Elements(Kind::LavoroAgile) if vista.forma.is_none() && vista.colonne.is_none() => {
                self.lavoro_agile(asked)
            }
            Shows::Elements(kind) => self.elements(asked, kind),
            Shows::SchedaAnagrafica => self.registry(asked),
            Shows::Tabella => self.data_table(asked),
            Shows::Raccordo => self.raccordo(asked),
            Shows::TabellaUnita => self.tabella_unita(asked),
            Shows::Verifiche => self.verifiche(asked),
            Shows::Contatori => self.contatori(asked),
            Shows::AlberoDisegnato => self.albero_disegnato(asked),
            Shows::Calendario => self.calendario(asked),
            Shows::Cronoprogramma => self.cronoprogramma(asked),
            Shows::Indice => self.indice(vista, asked.out),
            Shows::Titolari => self.titolari(asked),
            Shows::Cruscotto => self.cruscotto(asked),
            Shows::EsitiInBreve => {
                self.in_breve = true;
                self.esiti_in_breve(vista.span, asked.out);
            }
            Shows::Norme => self.norme(asked),
            Shows::Formazione => self.formazione(asked),
            Shows::OreFormazione => self.ore_formazione(asked),
            Shows::CapacitaAssunzionale => self.capacita_assunzionale(asked),
            Shows::LimiteSpesa => self.limite_spesa(asked),
            Shows::Genere => self.genere(asked),
            Shows::Organigramma => self.organigramma(asked),
            Shows::Ampiezza => self.ampiezza(asked),
            Shows::PontePersonale => self.ponte_personale(asked),
            Shows::TotaliDotazione => self.totali_dotazione(asked),
            Shows::Revisioni => self.revisioni(asked),
            Shows::AttivitaAgili => self.attivita_agili(asked),
            Shows::Campione => self.campione(asked),
            Shows::CalendarioMonitoraggio => self.calendario_monitoraggio(asked),
            Shows::IndicatoriAgile => self.indicatori_agile(asked),
            Shows::Trasparenza => self.trasparenza(asked),
            Shows::Rischi => self.rischi(asked),
            Shows::MappaRischi => self.mappa_rischi(asked),
            Shows::TotaliUnita => self.totali_unita(asked),
            Shows::TotaliProgetti => self.totali(asked, Kind::Progetto),
            Shows::TotaliMisure => self.totali(asked, Kind::MisuraDigitale),
        }
        if let Shows::Elements(kind) = vista.shows {
            self.provenienza(kind, vista, out);
        }
    }

    // --- What the views have in common ---

    /// Words made by the program and not by the author, as the content of a cell.
    fn say(&self, text: &str, span: Span) -> Words {
        vec![Inline::Text { text: text.to_owned(), span }]
    }

    fn obiettivo(&self, pos: Pos<Obiettivo>) -> &'a Obiettivo {
        &self.piano[pos].value
    }

    /// The noun that the plan uses for its objectives, such as `obiettivo esecutivo`.
    pub(in crate::lower) fn nome_obiettivo(&self) -> String {
        match &self.set.albero.obiettivi {
            Some(name) => straight(&name.value),
            None => Kind::Obiettivo.info().noun.to_owned(),
        }
    }

    /// The words of a text without its marks, for drawings.
    fn plain_text(&self, text: Testo) -> String {
        let Some(prose) = self.piano.testi.get(text.0 as usize) else { return String::new() };
        let mut words = Vec::new();
        prose.each_block(&mut |block| {
            if let prose::BlockKind::Paragraph(content) = &block.kind {
                words.push(straight(&prose::plain(content)));
            }
        });
        words.join(" ")
    }

    /// The id of an element, if the plan prints it.
    pub(in crate::lower) fn stampato(&self, which: impl Into<(Kind, usize)>) -> Option<&'a Id> {
        let (kind, n) = which.into();
        self.index.id_of(kind, n).filter(|_| self.names.homes.contains_key(&(kind, n)))
    }

    /// An element in a list made by the program. It is a link if the element is printed, and words alone if it is not.
    pub(super) fn listed(&mut self, which: impl Into<(Kind, usize)>, words: &str, span: Span) -> Words {
        let content = self.say(words, span);
        match self.stampato(which) {
            Some(id) => vec![Inline::Xref { target: id.clone(), content, page: true, listed: true }],
            None => content,
        }
    }

    /// The codes of an objective: one for each unit that has it, or its own.
    fn codici_obiettivo(&self, pos: Pos<Obiettivo>) -> Vec<String> {
        let mut codes: Vec<String> = Vec::new();
        for code in parti(self.piano, self.index, pos).into_iter().filter_map(|parte| parte.codice) {
            if !codes.contains(&code) {
                codes.push(code);
            }
        }
        if codes.is_empty() {
            codes.extend(self.index.codice(pos).map(str::to_owned));
        }
        codes
    }

    /// An objective in a list: its codes and its title.
    fn obiettivo_in_lista(&mut self, pos: Pos<Obiettivo>, span: Span) -> Words {
        let obiettivo = self.obiettivo(pos);
        let codes = self.codici_obiettivo(pos);
        let title = straight(&obiettivo.titolo.value);
        let words = if codes.is_empty() { title } else { format!("{} – {title}", codes.join(" / ")) };
        self.listed(pos, &words, span)
    }

    pub(super) fn push_table(&mut self, asked: Asked<'a, '_>, columns: Vec<Column>, rows: Vec<Row>) {
        if rows.is_empty() {
            self.nothing(asked);
            return;
        }
        let Asked { vista, anchor, caption, out } = asked;
        let number = self.table_number(true, anchor.as_ref());
        // The first column is the header of its row, unless it has a dash in some row.
        let row_headers =
            rows.iter().all(|row| row.continues > 0 || row.cells.first().is_some_and(|c| plain(c) != "–"));
        let table = Table { number, caption, columns, rows, row_headers, registro: None };
        out.push(Block { anchor, span: vista.span, kind: BlockKind::Table(table) });
    }

    /// A view that finds nothing says so. It keeps its anchor, so that citations of it still lead somewhere.
    fn nothing(&mut self, asked: Asked<'a, '_>) {
        let name = asked.caption.as_deref().map(plain).unwrap_or_default();
        self.nulla(asked, &format!("Nessun dato per «{name}»."));
    }

    /// The sentence that says in which table the data of a drawing are, if the next table has them.
    fn nella_tabella(&self, what: &str, there: bool) -> String {
        if there { format!(" {what} sono nella tabella {}.", self.numbers.tables + 1) } else { String::new() }
    }

    fn push_drawing(
        &mut self,
        anchor: Option<Id>,
        caption: Words,
        alt: String,
        kind: DrawingKind,
        span: Span,
        out: &mut Vec<Block>,
    ) {
        self.numbers.figures += 1;
        if let Some(id) = &anchor {
            self.target(id.clone(), format!("figura\u{a0}{}", self.numbers.figures), None);
        }
        let drawing = Drawing { number: Some(self.numbers.figures), caption: Some(caption), alt, kind };
        out.push(Block { anchor, span, kind: BlockKind::Drawing(drawing) });
    }

    /// Counts in boxes, without number and caption: the table that follows has the data, of which `what` names the detail.
    fn push_counters(&self, counters: Vec<Counter>, what: &str, there: bool, span: Span, out: &mut Vec<Block>) {
        let said: Vec<String> = counters.iter().map(Counter::in_words).collect();
        let alt = format!("In tutto: {}.{}", said.join(", "), self.nella_tabella(what, there));
        let drawing = Drawing { number: None, caption: None, alt, kind: DrawingKind::Counters(counters) };
        out.push(Block { anchor: None, span, kind: BlockKind::Drawing(drawing) });
    }

    /// A footnote made by the program. Returns its number.
    pub(in crate::lower) fn new_note(&mut self, blocks: Vec<Block>) -> u32 {
        self.numbers.notes += 1;
        self.place.pending.push(Note { number: self.numbers.notes, blocks });
        self.numbers.notes
    }

    fn elements(&mut self, asked: Asked<'a, '_>, kind: Kind) {
        let Asked { vista, anchor, caption, out } = asked;
        let mut shown = select(self.piano, self.index, vista, kind);
        // The sort is stable, so elements without an order of their own keep that of the data.
        shown.sort_by_key(|n| self.piano.elementi.get(kind, *n).and_then(|element| element.value.ordine()));
        let span = vista.span;
        if shown.is_empty() {
            let caption = caption.unwrap_or_else(|| self.say(kind.info().noun, span));
            self.nothing(Asked { vista, anchor, caption: Some(caption), out });
            return;
        }
        match forma(vista, kind) {
            Forma::Tabella if Self::ha_tavola_propria(vista, kind) => {
                self.personale(Asked { vista, anchor, caption, out }, kind, &shown);
            }
            Forma::Tabella if kind == Kind::SchedaScambio && vista.colonne.is_none() && vista.gruppi.is_empty() => {
                let table = self.indice_scambi(vista, &shown, anchor.as_ref(), caption);
                out.push(Block { anchor, span, kind: BlockKind::Table(table) });
            }
            Forma::Tabella => {
                let mut table = self.element_table(vista, kind, &shown, anchor.as_ref(), caption);
                let note = self.assenze(&mut table);
                let rpct = self.spiega_sigle(&table.rows).map(str::to_owned);
                out.push(Block { anchor, span, kind: BlockKind::Table(table) });
                note.into_iter().chain(rpct).for_each(|note| self.nota_sotto(&note, span, out));
                self.emblema(kind, &shown, span, out);
            }
            Forma::Schede => {
                let mut cards: Vec<Block> = shown.into_iter().filter_map(|n| self.card(kind, n, span)).collect();
                // A card that is also read alone says everything itself.
                if !super::catalogo::sola(kind) {
                    out.extend(self.in_comune(kind, &mut cards, span));
                }
                out.append(&mut cards);
            }
            Forma::Elenco => {
                let items = shown.iter().map(|n| self.list_item(kind, *n, span)).collect();
                out.push(Block {
                    anchor,
                    span,
                    kind: BlockKind::List { start: None, tight: true, segni: vec![], items },
                });
                self.emblema(kind, &shown, span, out);
            }
            Forma::Albero => {
                let roots = self.tree(kind, &shown, None, 0, span);
                out.push(Block { anchor, span, kind: BlockKind::Tree(roots) });
            }
            Forma::Glossario => {
                let entries = self.glossary(kind, &shown, span);
                out.push(Block { anchor, span, kind: BlockKind::Definitions(entries) });
            }
        }
    }

    /// Takes out of the cards the fields that all of them have with the same words, and says them once. None where there are few
    /// cards, or each says something else.
    fn in_comune(&self, kind: Kind, cards: &mut [Block], span: Span) -> Option<Block> {
        /// How many cards say the same before it becomes noise.
        const MANY: usize = 3;
        fn card(block: &mut Block) -> Option<&mut Card> {
            match &mut block.kind {
                BlockKind::Card(card) => Some(card),
                _ => None,
            }
        }
        let all: Vec<&mut Card> = cards.iter_mut().filter_map(card).collect();
        let [first, rest @ ..] = all.as_slice() else { return None };
        let same = |a: &Field, b: &Field| a.label == b.label && senso(&a.value) == senso(&b.value);
        let revised = |field: &Field| field.value.iter().any(|inline| matches!(inline, Inline::Revised { .. }));
        let shared =
            |field: &&Field| !revised(field) && rest.iter().all(|card| card.fields.iter().any(|one| same(one, field)));
        let labels: Vec<String> = first.fields.iter().filter(shared).map(|field| field.label.clone()).collect();
        if all.len() < MANY || labels.is_empty() {
            return None;
        }
        let mut words = vec![Inline::Strong(self.say(&format!("Uguali per tutti ({}): ", kind.info().nouns), span))];
        for (n, card) in all.into_iter().enumerate() {
            let (taken, kept): (Vec<Field>, Vec<Field>) =
                std::mem::take(&mut card.fields).into_iter().partition(|field| labels.contains(&field.label));
            card.fields = kept;
            for (at, field) in taken.into_iter().enumerate().filter(|_| n == 0) {
                let mark = if at == 0 { "" } else { "; " };
                let label = if at == 0 { field.label.clone() } else { decapitalised(&field.label) };
                words.extend(self.say(&format!("{mark}{label}: "), span));
                words.extend(field.value);
            }
        }
        // The last of them may end with its own.
        if !plain(&words).trim_end().ends_with(['.', '!', '?']) {
            words.extend(self.say(".", span));
        }
        Some(Block { anchor: None, span, kind: BlockKind::Paragraph(words) })
    }

    /// The anchor of an element in the view `view`. None if the view is not its home.
    fn home(&mut self, which: impl Into<(Kind, usize)>, view: Span) -> Option<Id> {
        let (kind, n) = which.into();
        let id = self.index.id_of(kind, n).filter(|_| self.names.homes.get(&(kind, n)) == Some(&view))?.clone();
        let (label, title) = self.label((kind, n));
        self.target(id.clone(), label, title);
        Some(id)
    }

    /// The name of an element in running text: its label, and also its title if the label does not say it.
    pub(super) fn label(&self, which: impl Into<(Kind, usize)>) -> (String, Option<String>) {
        let (kind, n) = which.into();
        let Some(element) = self.piano.elementi.get(kind, n) else { return (String::new(), None) };
        if let Some(label) = element.value.label() {
            let label = if kind == Kind::Unita { self.nome_unita(Pos::new(n)) } else { straight(&label) };
            return (label + &self.dove_lavora(kind, n), None);
        }
        let title = straight(element.value.titolo().value);
        match self.index.code(kind, n) {
            Some(code) => (format!("{}\u{a0}{code}", self.noun(kind, n)), Some(title)),
            None => (format!("{} «{title}»", self.noun(kind, n)), None),
        }
    }

    /// The unit of an office, as in ` (Servizi alla persona)`. It is given where neither a name nor a delegation tells the
    /// office from others.
    fn dove_lavora(&self, kind: Kind, n: usize) -> String {
        let incarico = (kind == Kind::Incarico).then(|| &self.piano[Pos::<Incarico>::new(n)].value);
        let bare = incarico.filter(|i| i.persona.is_none() && i.delega.is_none());
        let unita = bare.and_then(|i| self.index.rif(i.unita.as_ref()?));
        unita.map(|unita| format!(" ({})", self.nome_unita(unita))).unwrap_or_default()
    }

    /// A time in its short form where its words were read whole, or else as written.
    fn tempo(&self, tempo: &Tempo) -> String {
        tempo.breve().unwrap_or_else(|| straight(&tempo.parola))
    }

    /// What a unit is called.
    fn nome_unita(&self, unita: Pos<Unita>) -> String {
        straight(&self.set.nome(&self.piano[unita].value))
    }

    /// The noun for an element. For a node of the tree it is the name of its level.
    fn noun(&self, kind: Kind, n: usize) -> String {
        if kind == Kind::Obiettivo {
            return self.nome_obiettivo();
        }
        let levels = &self.set.albero.livelli;
        if kind == Kind::Nodo
            && let Some(level) = self.index.code(kind, n).map(|code| code.matches('.').count())
            && let Some(name) = levels.get(level)
        {
            return straight(&name.value);
        }
        kind.info().noun.to_owned()
    }

    fn fields(&self, kind: Kind, n: usize) -> Vec<Campo> {
        fields(self.piano, self.index, kind, n).0
    }

    /// The fields of an element, each with its name in the data and its label.
    pub(super) fn fields_of(&self, kind: Kind, n: usize) -> Vec<(&'static str, &'static str)> {
        self.fields(kind, n).iter().map(|campo| (campo.name, campo.label)).collect()
    }

    fn element_table(
        &mut self,
        vista: &'a Vista,
        kind: Kind,
        shown: &[usize],
        anchor: Option<&Id>,
        caption: Option<Words>,
    ) -> Table {
        let span = vista.span;
        let asked: Vec<&str> = match &vista.colonne {
            Some(names) => names.iter().map(|name| name.value.as_str()).collect(),
            // Where the Piano-tipo asks how the body is made, units are listed with who leads them and how many they are.
            None if kind == Kind::Unita && self.place.piano_tipo == "3.1" => {
                vec!["codice", "nome", "responsabile", "fascia", "dipendenti"]
            }
            None => kind.info().colonne.to_vec(),
        };
        let caption = caption.unwrap_or_else(|| vec![Inline::Text { text: capital(kind.info().nouns), span }]);
        let number = self.table_number(true, anchor);
        // A field that heads the groups of rows has no column.
        let groups = gruppi(vista, kind);
        let columns = asked.into_iter().filter(|name| !groups.contains(name));
        let all: Vec<&str> = groups.iter().copied().chain(columns).collect();
        let mut table = self.tavola(kind, shown, &all, vista.colonne.is_some() || !vista.gruppi.is_empty(), span);
        if !groups.is_empty() {
            let at: Vec<usize> = (0..groups.len()).collect();
            for row in table.rows.iter_mut().filter(|row| !row.total) {
                let span = row.span;
                let nothing = |cell: &&mut Cell| plain(cell) == "–";
                for (n, cell) in row.cells.iter_mut().take(groups.len()).enumerate().filter(|(_, cell)| nothing(cell)) {
                    *cell = if n == 0 { self.say("Non indicato", span).into() } else { Cell::default() };
                }
            }
            table.riunisci(&at);
            table.raggruppa(&at);
            // The groups that the program makes say how many they hold.
            if vista.gruppi.is_empty() {
                self.quanti_nei_gruppi(&mut table, kind);
            }
        }
        Table { number, caption: Some(caption), ..table }
    }

    /// Adds to the head of each group of rows how many elements it holds.
    fn quanti_nei_gruppi(&self, table: &mut Table, kind: Kind) {
        let heads: Vec<usize> = (0..table.rows.len()).filter(|n| table.rows.get(*n).is_some_and(|r| r.heads)).collect();
        let ends = heads.iter().skip(1).copied().chain([table.rows.iter().filter(|row| !row.total).count()]);
        let counts: Vec<(usize, usize)> = heads.iter().zip(ends).map(|(head, end)| (*head, end - head - 1)).collect();
        for (head, many) in counts {
            let Some(row) = table.rows.get_mut(head) else { continue };
            let words = self.say(&format!(" – {}", quanti(many, kind.info().noun, kind.info().nouns)), row.span);
            row.cells.iter_mut().take(1).for_each(|cell| cell.words.push(Inline::Small(words.clone())));
        }
    }

    /// The fields `asked` of the elements, a row for each: without number and caption (`all`: see [`Lower::colonne_di`]).
    pub(super) fn tavola(&mut self, kind: Kind, shown: &[usize], asked: &[&str], all: bool, span: Span) -> Table {
        let records: Vec<(usize, Vec<Campo>)> = shown.iter().map(|n| (*n, self.fields(kind, *n))).collect();
        let (columns, names) = self.colonne_di(&records, asked, all, span);
        // The column in which a record has its name.
        let title =
            names.iter().position(|name| ["titolo", "nome", "profilo", "contenuto"].contains(name)).unwrap_or(0);
        let mut rows = Vec::with_capacity(records.len() + 1);
        for (n, row) in &records {
            let anchor = self.home((kind, *n), span);
            // The words come from the record, so they have its place in the sources.
            let span = self.piano.elementi.get(kind, *n).map_or(span, |element| element.span);
            let mut cells = Vec::with_capacity(names.len());
            for name in &names {
                let value = row.iter().find(|campo| campo.name == *name).map(|campo| campo.value.clone());
                let value = self.breve(value.unwrap_or(Valore::Vuoto));
                let words = self.value(&value, span);
                let words = self.rivisto(span, &[name], words);
                let named = cells.len() == title;
                cells.push(if named { self.aggiunto(span, kind.info().noun, words) } else { words });
            }
            rows.push(Row { anchor, ..Row::new(cells, span) });
        }
        // The cost of one post, and what is outside the sums of the staff, would make a total that those sums deny.
        let whole = match kind {
            Kind::Dotazione => false,
            Kind::Assunzione | Kind::Cessazione => {
                Organico::di(self.piano).is_none_or(|plan| shown.iter().all(|n| plan.somma(kind, *n)))
            }
            _ => true,
        };
        rows.extend(whole.then(|| total(&records, &columns, &names, span)).flatten());
        rows.extend(self.totale_unita(kind, shown, &names, span));
        let registro = Some(kind.info().plural);
        Table { number: None, caption: None, columns, rows, row_headers: true, registro }
    }

    /// The people of all the units, those of the first level: whoever is in a unit under another is counted in both. None where a unit of
    /// the first level is not shown, or does not say how many they are.
    fn totale_unita(&self, kind: Kind, shown: &[usize], names: &[&str], span: Span) -> Option<Row> {
        let at = names.iter().position(|name| *name == "dipendenti").filter(|at| kind == Kind::Unita && *at > 0)?;
        let people = Struttura::di(self.piano, self.index)?.totale(Some(shown))?;
        let mut cells = vec![Cell::default(); names.len()];
        *cells.first_mut()? = self.say("Totale", span).into();
        *cells.get_mut(at)? = Cell::new(self.say(&thousands(people), span), people);
        Some(Row { total: true, ..Row::new(cells, span) })
    }

    /// The columns for the fields `asked` of some records, and the names of those fields. A column that is empty in every
    /// record is left out, unless the author asked for it (`all`).
    fn colonne_di<'n>(
        &self,
        records: &[(usize, Vec<Campo>)],
        asked: &[&'n str],
        all: bool,
        span: Span,
    ) -> (Vec<Column>, Vec<&'n str>) {
        let mut columns = Vec::new();
        let mut names = Vec::new();
        for &name in asked {
            let Some(campo) = records.iter().find_map(|(_, row)| row.iter().find(|campo| campo.name == name)) else {
                continue;
            };
            let filled =
                records.iter().any(|(_, row)| row.iter().any(|c| c.name == name && !matches!(c.value, Valore::Vuoto)));
            if !filled && !all {
                continue;
            }
            // The first record may lack the value, so the layout of the column is the one that most records give it.
            let profile = records
                .iter()
                .flat_map(|(_, row)| row.iter().filter(|c| c.name == name))
                .map(|c| c.profile)
                .find(|p| *p != Profile::Testo)
                .unwrap_or(campo.profile);
            // «12 nel 2027, 16 nel 2028» is a sentence: set as a number it would not wrap, and would take the room of all the others.
            let sentence = |value: &Valore| match value {
                Valore::Testo(text) => text.contains(char::is_alphabetic) && text.chars().count() > FRASE,
                Valore::Parole(words) => words.iter().any(|(_, word)| word.contains(char::is_alphabetic)),
                _ => false,
            };
            let mut here = records.iter().flat_map(|(_, row)| row.iter().filter(|c| c.name == name));
            let profile = match profile {
                Profile::Numero if here.any(|c| sentence(&c.value)) => Profile::Testo,
                profile => profile,
            };
            columns.push(Column { header: self.say(campo.label, span), profile });
            names.push(name);
        }
        (columns, names)
    }

    fn registry(&mut self, asked: Asked<'a, '_>) {
        let Asked { vista, anchor, caption, out } = asked;
        let span = vista.span;
        let mut row = row::Row::default();
        self.set.ente.row(&mut row);
        let text = |text: &str| vec![Inline::Text { text: text.to_owned(), span }];
        let caption = caption.unwrap_or_else(|| text("Scheda anagrafica"));
        let number = self.table_number(true, anchor.as_ref());
        let columns = ["Voce", "Dato"].map(|header| Column { header: text(header), profile: Profile::Testo }).into();
        let rows = row
            .0
            .iter()
            .filter(|campo| !matches!(campo.value, Valore::Vuoto))
            .map(|campo| {
                let cells = vec![text(campo.label), self.value(&campo.value, span)];
                Row::new(cells, span)
            })
            .collect();
        let registro = Some(super::registri::ENTE);
        let mut table = Table { number, caption: Some(caption), columns, rows, row_headers: true, registro };
        let note = self.assenze(&mut table);
        out.push(Block { anchor, span, kind: BlockKind::Table(table) });
        note.into_iter().for_each(|note| self.nota_sotto(&note, span, out));
    }

    fn data_table(&mut self, asked: Asked<'a, '_>) {
        let Asked { vista, anchor, caption, out } = asked;
        let span = vista.span;
        let csv = vista.dati.as_ref().and_then(|path| self.piano.tabella(path));
        // A cell written in the view has its own place in the sources. For a CSV file the reader gives no lines.
        let mut lines: Vec<Vec<(&str, Span)>> = match csv {
            Some(rows) => {
                let place = vista.dati.as_ref().map_or(span, |path| path.span);
                rows.iter().map(|row| row.iter().map(|cell| (cell.as_str(), place)).collect()).collect()
            }
            None => {
                let written = |cell: &'a Spanned<String>| (cell.value.as_str(), cell.span);
                vista.righe.iter().map(|row| row.iter().map(written).collect()).collect()
            }
        };
        let asked: Option<Vec<(&str, Span)>> =
            vista.colonne.as_ref().map(|names| names.iter().map(|name| (name.value.as_str(), name.span)).collect());
        let header: Vec<(&str, Span)> = match (csv, asked) {
            // The first line of a CSV names its columns; those asked for are found by name (`check` knows that they exist).
            (Some(_), Some(asked)) if !lines.is_empty() => {
                let all = lines.remove(0);
                let places: Vec<usize> =
                    asked.iter().filter_map(|(name, _)| all.iter().position(|(c, _)| c == name)).collect();
                for line in &mut lines {
                    *line = places.iter().filter_map(|n| line.get(*n).copied()).collect();
                }
                asked
            }
            (None, Some(asked)) => asked,
            _ if lines.is_empty() => vec![],
            _ => lines.remove(0),
        };
        if header.is_empty() {
            return;
        }
        let number = self.table_number(caption.is_some(), anchor.as_ref());
        let mut cell = |(text, place): (&str, Span)| {
            self.language.quotes = Quotes::default();
            // A cell of a spreadsheet may hold several lines.
            let mut out = Vec::new();
            for line in text.split('\n') {
                if !out.is_empty() {
                    out.push(Inline::Break);
                }
                out.push(self.text(line.trim(), place));
            }
            out
        };
        let tipi: Vec<Tipo> = vista.tipi.iter().flatten().map(|tipo| tipo.value).collect();
        let columns: Vec<Column> = header
            .iter()
            .enumerate()
            .map(|(n, name)| {
                let words: Vec<String> =
                    lines.iter().filter_map(|row| row.get(n)).map(|(c, _)| (*c).to_owned()).collect();
                let declared = tipi.get(n).map(|tipo| profile_of(*tipo));
                Column { header: cell(*name), profile: declared.unwrap_or_else(|| profile(&words)) }
            })
            .collect();
        let mut rows: Vec<Row> = lines
            .iter()
            .map(|row| {
                let place = row.first().map_or(span, |(_, place)| *place);
                let cells = (0..columns.len()).map(|n| cell(row.get(n).copied().unwrap_or(("", place))));
                Row::new(cells, place)
            })
            .collect();
        for cell in rows.iter_mut().flat_map(|row| &mut row.cells) {
            cell.words = self.link_norms(std::mem::take(&mut cell.words));
        }
        let mut table = Table { number, caption, columns, row_headers: false, rows, registro: None };
        self.values(&mut table, &tipi, &std::collections::BTreeSet::new(), "`tipi = [\"…\"]`");
        let grouped = |(_, name): &(usize, &(&str, Span))| vista.gruppi.iter().any(|group| group.value == name.0);
        let groups: Vec<usize> = header.iter().enumerate().filter(grouped).map(|(n, _)| n).collect();
        if !groups.is_empty() {
            table.raggruppa(&groups);
        }
        table.row_headers = names_rows(&table.rows);
        out.push(Block { anchor, span, kind: BlockKind::Table(table) });
    }

    fn card(&mut self, kind: Kind, n: usize, view: Span) -> Option<Block> {
        let element = self.piano.elementi.get(kind, n)?;
        let anchor = self.home((kind, n), view);
        let place = anchor.clone().or_else(|| self.place.luogo.clone());
        let before = std::mem::replace(&mut self.place.luogo, place);
        let level = (self.place.heading + 1).min(6);
        let title = straight(element.value.titolo().value);
        let prose = element.value.prose();
        let lead = prose.map(|text| self.prose(text, level)).unwrap_or_default();
        let (above, mut facts, said) = match kind {
            Kind::Obiettivo => self.in_testa(Pos::new(n), view),
            _ => Default::default(),
        };
        // The fields that are printed with what the versions changed in them.
        let mut printed: Vec<&str> = self.rivisti_in_testa(element.span, &said);
        let mut fields = Vec::new();
        let mut absent: Vec<(String, Vec<String>)> = Vec::new();
        let mut asked: Vec<usize> = Vec::new();
        if kind == Kind::Obiettivo {
            fields.extend(self.chi_guida(Pos::new(n), element.span));
        }
        for campo in self.fields(kind, n) {
            if !campo.in_card
                || matches!(campo.value, Valore::Vuoto)
                || matches!(&campo.value, Valore::Prosa(t) if Some(*t) == prose)
                || said.contains(campo.name)
            {
                continue;
            }
            if let Valore::Assente(reason) = &campo.value
                && !self.cambiato(element.span, campo.name)
            {
                let (words, label) = (straight(reason.value.trim()), decapitalised(campo.label));
                match absent.iter_mut().find(|(known, _)| *known == words) {
                    Some((_, labels)) => labels.push(label),
                    None => absent.push((words, vec![label])),
                }
                printed.push(campo.name);
                continue;
            }
            let mut value = self.value(&campo.value, element.span);
            if (kind, campo.name) == (Kind::Processo, "esposizione") {
                value = self.con_livello(Pos::new(n), value);
            }
            let value = self.rivisto(element.span, &[campo.name], value);
            printed.push(campo.name);
            // A name that only repeats that of its field says nothing.
            if plain(&value).trim() == campo.label {
                continue;
            }
            // Amounts and days are what the cards of other kinds are opened for, of an exchange how it is done, of a process
            // who does it, from what to what, and its risk; of public value what it is, for whom, by when.
            let own: &[&str] = match kind {
                Kind::SchedaScambio => &["tipo_trasferimento", "capienza", "durata"],
                Kind::Processo => &["unita", "avvio", "prodotto", "esposizione"],
                Kind::ObiettivoVp => &DI_VALORE,
                _ => &[],
            };
            // A sentence has more room, and is not set larger.
            let sentence = kind == Kind::ObiettivoVp && matches!(campo.value, Valore::Prosa(_));
            let most = if sentence { FRASE_BREVE } else { BREVE };
            let short = matches!(campo.value, Valore::Importo(_) | Valore::Data(_))
                || own.contains(&campo.name) && plain(&value).chars().count() <= most;
            let one = matches!(&campo.value, Valore::Rif(all) if all.len() == 1);
            let label = if one { di_uno(campo.label) } else { campo.label };
            let field = Field { label: label.to_owned(), value };
            // Two fields with one and the same thing are told together: `Ente attuatore e capofila`.
            if let (Valore::Rif(_), Some(last)) = (&campo.value, fields.last_mut())
                && let Some(label) =
                    joined(&last.label, &field.label).filter(|_| senso(&last.value) == senso(&field.value))
            {
                last.label = label;
                continue;
            }
            if kind != Kind::Obiettivo && short && facts.len() < Card::FACTS {
                let value = if sentence { field.value } else { vec![Inline::Strong(field.value)] };
                // In the order in which one asks.
                let place = own.iter().position(|name| *name == campo.name).unwrap_or(own.len());
                let at = asked.partition_point(|other| *other <= place);
                asked.insert(at, place);
                facts.insert(at, Field { value, ..field });
            } else {
                fields.push(field);
            }
        }
        // What is declared absent is told together, last, each reason once: what there is comes first.
        let absent: Vec<Field> = absent
            .into_iter()
            .map(|(reason, labels)| {
                let reason = reason.trim_end_matches('.');
                Field { label: labels.join(", "), value: self.say(reason, element.span) }
            })
            .collect();
        // One fact alone is a field like the others.
        if kind != Kind::Obiettivo && facts.len() == 1 {
            fields.splice(0..0, facts.drain(..).map(|field| Field { value: unwrapped(field.value), ..field }));
        }
        let mut blocks = Vec::new();
        match kind {
            Kind::Obiettivo => blocks.extend(self.parti_obiettivo(Pos::new(n), level, view)),
            Kind::Progetto => self.parti_progetto(Pos::new(n), level, view, &mut blocks),
            Kind::MisuraDigitale => self.parti_misura(Pos::new(n), level, view, &mut blocks),
            Kind::LineaFormativa => self.parti_linea(Pos::new(n), level, view, &mut blocks),
            Kind::ObiettivoVp => self.parti_valore(Pos::new(n), level, view, &mut blocks),
            Kind::LavoroAgile => self.parti_agile(Pos::new(n), level, view, &mut blocks),
            Kind::Monitoraggio => {
                let monitoraggio = &self.piano[Pos::<Monitoraggio>::new(n)].value;
                self.indicatori(&monitoraggio.indicatori, level, view, &mut blocks);
                self.esiti_di(&monitoraggio.misurazioni, level, view, &mut blocks);
            }
            Kind::Processo => self.parti_processo(Pos::new(n), level, view, &mut blocks),
            Kind::MisuraPrevenzione => self.parti_prevenzione(Pos::new(n), level, view, &mut blocks),
            Kind::SchedaScambio => self.parti_scambio(Pos::new(n), level, view, &mut blocks),
            _ => {}
        }
        if let Some(content) = self.legenda_revisioni(element.span, &printed, &blocks) {
            self.nota_con(content, element.span, &mut blocks);
        }
        if super::catalogo::sola(kind) {
            blocks.extend(self.di_scheda(element.span));
        }
        let flags = element.value.flags();
        let mut title = vec![Inline::Text { text: title, span: element.value.titolo().span }];
        if !flags.is_empty() {
            title.push(Inline::Text { text: format!(" ({})", flags.join(", ")), span: element.span });
        }
        let card = Card {
            kind: capital(&self.noun_or_title(kind, n)),
            role: kind.info().table,
            code: self.index.code(kind, n).map(str::to_owned),
            title,
            level,
            above,
            lead,
            facts,
            fields,
            absent,
            blocks,
        };
        self.place.luogo = before;
        Some(Block { anchor, span: element.span, kind: BlockKind::Card(card) })
    }

    pub(super) fn noun_or_title(&self, kind: Kind, n: usize) -> String {
        if matches!(kind, Kind::Nodo | Kind::Obiettivo) { self.noun(kind, n) } else { kind.info().title.to_owned() }
    }

    /// The prose of a record, under a heading of `level`.
    fn prose(&mut self, text: Testo, level: u8) -> Vec<Block> {
        let piano = self.piano;
        let Some(prose) = piano.testi.get(text.0 as usize) else { return vec![] };
        let before = std::mem::replace(&mut self.nei_dati, true);
        let (base, heading) = (self.place.base, self.place.heading);
        (self.place.base, self.place.heading) = (level - 1, level);
        let mut scope = Scope::of(prose);
        let blocks = self.blocks(&prose.blocks, &mut scope);
        (self.place.base, self.place.heading) = (base, heading);
        self.nei_dati = before;
        blocks
    }

    fn list_item(&mut self, kind: Kind, n: usize, view: Span) -> Vec<Block> {
        let Some(element) = self.piano.elementi.get(kind, n) else { return vec![] };
        let anchor = self.home((kind, n), view);
        let span = element.span;
        let mut line = Vec::new();
        if let Some(code) = self.index.code(kind, n) {
            line.push(Inline::Strong(vec![Inline::Text { text: code.to_owned(), span }]));
            line.push(Inline::Text { text: "\u{a0}– ".into(), span });
        }
        line.push(Inline::Text { text: straight(element.value.titolo().value), span: element.value.titolo().span });
        for flag in element.value.flags() {
            line.push(Inline::Text { text: format!(" ({flag})"), span });
        }
        let mut blocks = vec![Block { anchor, span, kind: BlockKind::Paragraph(line) }];
        blocks.extend(element.value.prose().map(|text| self.prose(text, self.place.heading)).unwrap_or_default());
        blocks
    }

    fn tree(&mut self, kind: Kind, shown: &[usize], parent: Option<usize>, depth: usize, view: Span) -> Vec<TreeNode> {
        let elements = self.piano.elementi.of(kind);
        let above = |n: usize| {
            let padre = elements.get(n).and_then(|e| e.value.padre()).and_then(|p| self.index.element(kind, &p.value));
            // A node whose parent is not shown becomes a root.
            padre.filter(|p| shown.contains(p))
        };
        let here: Vec<usize> = shown.iter().copied().filter(|n| above(*n) == parent).collect();
        let mut nodes = Vec::with_capacity(here.len());
        for n in here {
            let Some(element) = self.piano.elementi.get(kind, n) else { continue };
            let anchor = self.home((kind, n), view);
            let title =
                vec![Inline::Text { text: straight(element.value.titolo().value), span: element.value.titolo().span }];
            let before = std::mem::replace(&mut self.place.luogo, anchor.clone());
            let blocks = element.value.prose().map(|text| self.prose(text, self.place.heading)).unwrap_or_default();
            self.place.luogo = before;
            // `resolve` and `check` refuse loops and trees that are too deep. The limit makes sure that this function ends
            // on them.
            let children = if depth < MAX_TREE { self.tree(kind, shown, Some(n), depth + 1, view) } else { vec![] };
            nodes.push(TreeNode {
                anchor,
                code: self.index.code(kind, n).unwrap_or_default().to_owned(),
                title,
                flags: element.value.flags(),
                blocks,
                children,
            });
        }
        nodes
    }

    pub(super) fn glossary(&mut self, kind: Kind, shown: &[usize], view: Span) -> Vec<Definition> {
        let elements = self.piano.elementi.of(kind);
        // By the letters as an Italian dictionary sorts them: accents and case do not count.
        let mut sorted: Vec<(String, usize)> = shown
            .iter()
            .map(|n| (Id::slug(&elements.get(*n).and_then(|e| e.value.label()).unwrap_or_default()).to_string(), *n))
            .collect();
        sorted.sort();
        // Acronyms have their own entries here, so definitions do not explain those of other terms.
        let muto = std::mem::replace(&mut self.language.sciolte.muto, true);
        let mut entries = Vec::with_capacity(sorted.len());
        for (_, n) in sorted {
            let Some(element) = self.piano.elementi.get(kind, n) else { continue };
            let anchor = self.home((kind, n), view);
            let name = straight(element.value.titolo().value);
            let span = element.value.titolo().span;
            let term = match element.value.codice() {
                Some(sigla) => vec![
                    Inline::Text { text: sigla.value.clone(), span: sigla.span },
                    Inline::Text { text: format!(" ({name})"), span },
                ],
                None => vec![Inline::Text { text: name, span }],
            };
            let before = std::mem::replace(&mut self.place.luogo, anchor.clone());
            let details = element.value.prose().map(|text| self.prose(text, self.place.heading)).unwrap_or_default();
            self.place.luogo = before;
            entries.push(Definition { anchor, term, details: vec![details] });
        }
        self.language.sciolte.muto = muto;
        entries
    }
}

/// Takes out of a table the columns after the first that have nothing in any row: a dash, or a blank cell.
pub(super) fn senza_colonne_vuote(columns: &mut Vec<Column>, rows: &mut [Row]) {
    let nothing = |cell: &Cell| matches!(plain(cell).as_str(), "" | "–");
    let empty = |n: &usize| rows.iter().filter(|row| !row.heads).all(|row| row.cells.get(*n).is_none_or(nothing));
    let gone: Vec<usize> = (1..columns.len()).filter(empty).collect();
    for n in gone.into_iter().rev() {
        columns.remove(n);
        for row in rows.iter_mut().filter(|row| n < row.cells.len()) {
            row.cells.remove(n);
            row.continues -= usize::from(n < row.continues);
        }
    }
}

/// Words longer than this, in characters, are no number with its unit.
const FRASE: usize = 12;

/// The longest words, in characters, that an exchange or a process has among the facts of its card.
const BREVE: usize = 60;

/// The longest sentence, in characters, among the facts of a card.
const FRASE_BREVE: usize = 150;

/// The facts of an objective of public value, in the order in which one asks for them.
const DI_VALORE: [&str; 4] = ["valore", "destinatari", "scadenza", "benessere"];

/// What a value says: its words, and where its references lead. The words of some references are written later.
fn senso(value: &[Inline]) -> (String, Vec<&str>) {
    fn leads<'w>(content: &'w [Inline], out: &mut Vec<&'w str>) {
        for inline in content {
            match inline {
                Inline::Xref { target, .. } => out.push(target.as_str()),
                Inline::Link { url, .. } => out.push(url),
                _ => {}
            }
            inline.inner().into_iter().for_each(|inner| leads(inner, out));
        }
    }
    let mut out = vec![];
    leads(value, &mut out);
    (plain(value), out)
}

/// The label of a field of several persons, in a card where it has one.
fn di_uno(label: &'static str) -> &'static str {
    match label {
        "Responsabili" => "Responsabile",
        "Assessori di riferimento" => "Assessore di riferimento",
        other => other,
    }
}

/// The label of two fields whose labels begin with the same word: `Ente attuatore` and `Ente capofila`.
fn joined(a: &str, b: &str) -> Option<String> {
    let (first, _) = a.split_once(' ')?;
    let rest = b.strip_prefix(first)?.strip_prefix(' ')?;
    Some(format!("{a} e {rest}"))
}

/// A label in the middle of a sentence. An acronym stays as it is.
fn decapitalised(label: &str) -> String {
    let mut chars = label.chars();
    match (chars.next(), chars.next()) {
        (Some(first), Some(second)) if second.is_lowercase() => {
            first.to_lowercase().chain(std::iter::once(second)).chain(chars).collect()
        }
        _ => label.to_owned(),
    }
}

/// The words inside the emphasis of a fact.
fn unwrapped(value: Words) -> Words {
    value.into_iter().flat_map(|inline| if let Inline::Strong(inner) = inline { inner } else { vec![inline] }).collect()
}

/// The sums of the columns of amounts, when there are at least two amounts to add. Where some record does not say its amount, the row says
/// that it is of the others.
fn total(records: &[(usize, Vec<Campo>)], columns: &[Column], names: &[&str], span: Span) -> Option<Row> {
    let (mut some, mut part) = (false, false);
    let mut cells: Vec<Words> = Vec::with_capacity(columns.len());
    for (column, name) in columns.iter().zip(names) {
        let amounts: Vec<i64> = records
            .iter()
            .flat_map(|(_, row)| row.iter().filter(|campo| campo.name == *name))
            .filter_map(|campo| match &campo.value {
                Valore::Importo(value) => Some(value.0),
                _ => None,
            })
            .collect();
        if column.profile == Profile::Importo && amounts.len() > 1 {
            some = true;
            // «Non ancora finanziato» says its amount.
            let silent = |campo: &Campo| !matches!(campo.value, Valore::Importo(_) | Valore::Stato(_));
            part |= records.iter().any(|(_, row)| row.iter().find(|campo| campo.name == *name).is_none_or(silent));
            let sum = amounts.iter().fold(0i64, |sum, cents| sum.saturating_add(*cents));
            cells.push(vec![Inline::Text { text: Importo(sum).to_string(), span }]);
        } else {
            cells.push(vec![]);
        }
    }
    let first = cells.first_mut().filter(|cell| cell.is_empty())?;
    let name = if part { "Totale di ciò che è indicato" } else { "Totale" };
    first.push(Inline::Text { text: name.into(), span });
    some.then_some(Row { total: true, ..Row::new(cells, span) })
}
