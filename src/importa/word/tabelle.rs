//! The tables of Word as tables of Markdown. These have a head, a cell for each column and row, and no merged cells: what is merged is
//! written in the first of its cells, and told.

use super::albero::{Cella, Cosa, Immagine, Luogo, Riga, Tabella};
use super::didascalie::Didascalia;
use super::disteso::parole_della;
use super::parole::Dove;
use super::scrittore::{Scrittore, primo_luogo};

/// A table of text: the rows, each with a cell for each column.
type Griglia<'d> = Vec<Vec<Option<&'d Cella>>>;

/// The grid of a table. Where all rows have as many cells, the widths of the cells do not matter: somebody drew them by hand.
fn griglia<'d>(righe: &[&'d Riga], colonne: usize) -> Griglia<'d> {
    let first = righe.first().map_or(0, |riga| riga.celle.len());
    let even = righe.iter().all(|riga| riga.celle.len() == first);
    let width = if even { first } else { colonne };
    let rows = righe.iter().map(|riga| {
        let mut cells: Vec<Option<&'d Cella>> = vec![None; width];
        for (n, cella) in riga.celle.iter().enumerate() {
            if let Some(place) = cells.get_mut(if even { n } else { cella.colonna }) {
                *place = Some(cella);
            }
        }
        cells
    });
    let mut out: Griglia<'d> = rows.collect();
    // Columns that only the widths of other cells made.
    let blank = |n: usize, rows: &[Vec<Option<&Cella>>]| {
        rows.iter().all(|row| row.get(n).copied().flatten().is_none_or(|cella| cella.larghezza > 1 && vuota(cella)))
    };
    for n in (0..width).rev() {
        if blank(n, &out) {
            for row in out.iter_mut().filter(|row| n < row.len()) {
                row.remove(n);
            }
        }
    }
    out
}

fn vuota(cella: &Cella) -> bool {
    super::parole_di(&cella.blocchi).is_empty()
}

/// The place of a row.
fn luogo_di(riga: &Riga, table: &Tabella, row: usize) -> Luogo {
    let mut luogo = primo_luogo(riga.celle.iter().flat_map(|cella| &cella.blocchi));
    luogo.tabella = luogo.tabella.or(Some((table.numero, row + 1, 1)));
    luogo
}

impl<'d> Scrittore<'d> {
    pub(super) fn tabella(&mut self, table: &'d Tabella, caption: Option<&Didascalia<'d>>) {
        let mut rows: Vec<&'d Riga> = table.righe.iter().collect();
        self.eventi.righe(&table.tolte);
        let here = rows.first().map(|riga| luogo_di(riga, table, 0)).unwrap_or_default();
        // A title over the whole table is its caption.
        let mut title = None;
        if caption.is_none()
            && rows.len() > 2
            && let Some([only]) = rows.first().map(|riga| riga.celle.as_slice())
            && rows.iter().any(|riga| riga.celle.len() > 1)
            && !vuota(only)
        {
            title = Some(only);
            rows.remove(0);
        }
        let cells: Vec<&'d Cella> = rows.iter().flat_map(|riga| &riga.celle).collect();
        if cells.iter().all(|cella| vuota(cella)) && !cells.iter().any(|cella| ha_figure(cella)) {
            return;
        }
        if rows.len() < 2 {
            let what = if cells.len() == 1 { "un riquadro di una cella" } else { "una tabella di una riga" };
            self.nota_bene(&here, format!("{what}: le sue celle sono diventate capoversi"));
            if let Some(caption) = caption {
                let (words, _) = self.didascalia(caption);
                self.capoverso_sciolto(&caption.paragrafo.luogo, &super::parole::inizio(&words));
            }
            cells.into_iter().for_each(|cella| self.blocchi_sciolti(cella));
            return;
        }
        let grid = griglia(&rows, table.colonne);
        let merged = rows.iter().flat_map(|riga| &riga.celle).filter(|cella| cella.sopra).count();
        let wide = grid.iter().filter(|row| row.len() > 1 && row.iter().any(Option::is_none)).count();
        if merged + wide > 0 {
            self.nota_bene(
                &here,
                "nella tabella ci sono celle unite: il testo sta nella prima, le altre sono vuote".to_owned(),
            );
        }
        let heads = rows.iter().take_while(|riga| riga.intestazione).count();
        let double = doppia(&rows);
        if heads > 1 && !double {
            self.nota_bene(&here, format!("la tabella ha {heads} righe di intestazione: in Markdown è la prima"));
        }
        self.stacca();
        let mut caption_line = match (caption, title) {
            (Some(caption), _) => {
                let (mut words, id) = self.didascalia(caption);
                if words.is_empty() && !id.is_empty() {
                    words = format!("tabella {}", table.numero);
                    self.attendi_parole(&words);
                }
                Some((caption.paragrafo.luogo.clone(), words, id))
            }
            (None, Some(title)) => {
                let (words, images) = self.cella(title, Dove::Titolo);
                self.figure_di_tabella(&images, &here);
                Some((here.clone(), words, String::new()))
            }
            (None, None) => None,
        };
        // The head may not hold the sign of a note: it goes to the caption, or below the table.
        let mut images: Vec<Immagine> = Vec::new();
        let mut marks = String::new();
        let mut head = self.intestazione(&grid, double, &here, &mut images);
        for text in &mut head {
            while let Some((at, end)) = segno_di_nota(text) {
                marks.push_str(text.get(at..end).unwrap_or_default());
                text.replace_range(at..end, "");
            }
            if text.trim().is_empty() {
                "Colonna".clone_into(text);
            }
        }
        if !marks.is_empty() {
            match &mut caption_line {
                Some((_, words, _)) => words.push_str(&std::mem::take(&mut marks)),
                None => {
                    self.avvisa(&here, "una nota nell’intestazione della tabella: il suo segno sta sotto la tabella")
                }
            }
        }
        if let Some((luogo, words, id)) = caption_line.filter(|(_, words, id)| !words.is_empty() || !id.is_empty()) {
            self.riga(&luogo, &format!("Tabella: {}{id}", words.replace("{#", "{ #").replace("{tipi", "{ tipi")));
            self.stacca();
        }
        let row_of = |n: usize| rows.get(n).map(|riga| luogo_di(riga, table, n)).unwrap_or_default();
        self.riga(&row_of(0), &format!("| {} |", head.join(" | ")));
        self.riga(&row_of(0), &format!("|{}", " --- |".repeat(head.len())));
        for (n, row) in grid.iter().enumerate().skip(if double { 2 } else { 1 }) {
            if let Some(riga) = rows.get(n)
                && let Some(change) = &riga.revisione
            {
                self.eventi.riga(Some((change, &row_of(n), &parole_della(riga))));
            }
            let (cells, more) = self.celle(row);
            self.eventi.riga(None);
            images.extend(more);
            self.riga(&row_of(n), &format!("| {} |", cells.join(" | ")));
        }
        self.stacca();
        if !marks.is_empty() {
            self.capoverso_sciolto(&here, &format!("Nota alla tabella.{marks}"));
            self.attendi_parole("Nota alla tabella");
        }
        if !images.is_empty() {
            self.avvisa(&here, "le immagini delle celle stanno sotto la tabella");
            self.figure_di_tabella(&images, &here);
        }
    }
}

/// Whether the second row goes on with the head: it has words only under a cell of the first that takes more columns, as the years under
/// «Valore atteso».
fn doppia(rows: &[&Riga]) -> bool {
    let (Some(first), Some(second)) = (rows.first(), rows.get(1).filter(|_| rows.len() > 2)) else { return false };
    let under = |cella: &Cella| {
        first.celle.iter().any(|head| {
            head.larghezza > 1 && (head.colonna..head.colonna + head.larghezza).contains(&cella.colonna) && !vuota(head)
        })
    };
    let said: Vec<&Cella> = second.celle.iter().filter(|cella| !cella.sopra && !vuota(cella)).collect();
    let marked = second.intestazione || second.celle.iter().any(|cella| cella.sopra);
    marked && !said.is_empty() && said.into_iter().all(under)
}

impl Scrittore<'_> {
    /// The names of the columns. Each must have one, for who listens to the table.
    fn intestazione(
        &mut self,
        grid: &Griglia<'_>,
        double: bool,
        here: &Luogo,
        images: &mut Vec<Immagine>,
    ) -> Vec<String> {
        let above = grid.first().map(Vec::as_slice).unwrap_or_default();
        let mut out: Vec<String> = Vec::new();
        // The cell that stands over the columns at its right, with its words and how many columns had them.
        let mut over: (String, usize) = (String::new(), 0);
        let mut named = Vec::new();
        for (n, cella) in above.iter().copied().enumerate() {
            let mut again = true;
            if let Some(cella) = cella {
                let (text, more) = self.cella(cella, Dove::Titolo);
                images.extend(more);
                over = (text.trim().to_owned(), 0);
                again = false;
            }
            over.1 += 1;
            if again && !over.0.is_empty() {
                self.attendi_parole(&over.0);
            }
            let second = if double { grid.get(1).and_then(|row| row.get(n)).copied().flatten() } else { None };
            let (below, more) = second.map(|cella| self.cella(cella, Dove::Titolo)).unwrap_or_default();
            images.extend(more);
            let below = below.trim();
            let name = match (over.0.as_str(), below) {
                ("", "") if n == 0 => "Voce".to_owned(),
                ("", "") => format!("Colonna {}", n + 1),
                (only, "") if again => format!("{only} ({})", over.1),
                (only, "") | ("", only) => only.to_owned(),
                (over, below) => format!("{over} – {below}"),
            };
            if over.0.is_empty() && below.is_empty() {
                self.attendi_parole(&name);
                named.push(name.clone());
            } else if again && below.is_empty() {
                self.attendi_parole(&over.1.to_string());
                named.push(name.clone());
            }
            out.push(name);
        }
        if !named.is_empty() {
            let names = named.iter().map(|name| format!("«{name}»")).collect::<Vec<_>>().join(", ");
            self.nota_bene(here, format!("una colonna deve avere un nome, e queste non lo avevano: {names}"));
        }
        out
    }

    /// The cells of a row, and the images in them.
    fn celle(&mut self, row: &[Option<&Cella>]) -> (Vec<String>, Vec<Immagine>) {
        let mut images = Vec::new();
        let mut out = Vec::new();
        for cella in row {
            let (text, more) = cella.map(|cella| self.cella(cella, Dove::Cella)).unwrap_or_default();
            images.extend(more);
            out.push(text.trim().to_owned());
        }
        (out, images)
    }
}

/// The sign of a note in a text: where it begins and ends.
fn segno_di_nota(text: &str) -> Option<(usize, usize)> {
    let at = text
        .match_indices("[^")
        .map(|(at, _)| at)
        .find(|at| !text.get(..*at).is_some_and(|before| before.ends_with('\\')))?;
    let end = at + text.get(at..)?.find(']')? + 1;
    Some((at, end))
}

fn ha_figure(cella: &Cella) -> bool {
    let mut found = false;
    super::each_piece(&cella.blocchi, &mut |pezzo| found |= matches!(pezzo.cosa, Cosa::Immagine(_)));
    found
}

/// The cells of a table as texts, by row: for who looks for records in it.
pub(super) fn testi(table: &Tabella) -> Vec<Vec<String>> {
    let rows: Vec<&Riga> = table.righe.iter().collect();
    let grid = griglia(&rows, table.colonne);
    let cell = |cella: &Option<&Cella>| cella.map(|cella| super::parole_di(&cella.blocchi)).unwrap_or_default();
    grid.iter().map(|row| row.iter().map(cell).collect()).collect()
}
