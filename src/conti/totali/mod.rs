//! Whether the totals that are typed in a table are the sums of what it says. A total that may be made in another way (a mean, the sum of
//! the rows in bold or of the least deep, the rows twice over) is not judged.

mod colonne;
mod numeri;
mod parole;
mod righe;

use self::numeri::{Contenuto, Numero, letta, unita};
use crate::base::text::flat_words;
use crate::lingua::totali::totale;
use std::sync::Arc;

/// A cell, with what matters for finding totals.
#[derive(Debug, Hash)]
pub struct Cella {
    parole: String,
    /// Whether all of it is in bold.
    forte: bool,
    /// Whether all its words are the author’s: a fact is computed.
    certa: bool,
    contenuto: Contenuto,
}

impl Cella {
    /// A cell that is not in a table yet: what it holds depends on its column.
    #[must_use]
    pub fn new(parole: String, forte: bool, certa: bool) -> Self {
        Cella { parole, forte, certa, contenuto: Contenuto::Altro }
    }
}

/// A table: the titles of its columns, and its rows.
#[derive(Debug, Hash)]
pub struct Griglia {
    titoli: Vec<String>,
    righe: Vec<Vec<Cella>>,
}

impl Griglia {
    /// A table whose cells are read by what their column holds.
    #[must_use]
    pub fn new(titoli: Vec<String>, mut righe: Vec<Vec<Cella>>) -> Self {
        let percent =
            |title: &String| title.contains('%') || flat_words(title).iter().any(|word| word.starts_with("percentual"));
        for column in 0..larghezza(&righe) {
            let (unita, percento) = (unita(&righe, column), titoli.get(column).is_some_and(percent));
            for cell in righe.iter_mut().filter_map(|row| row.get_mut(column)) {
                cell.contenuto = letta(cell, &unita, percento);
            }
        }
        Griglia { titoli, righe }
    }

    fn titolo(&self, column: usize) -> String {
        self.titoli.get(column).cloned().unwrap_or_default()
    }

    /// The number in a cell.
    fn numero(&self, row: usize, column: usize) -> Option<Numero> {
        contenuto(self.righe.get(row)?, column).numero()
    }
}

/// How many columns the longest row has.
fn larghezza(rows: &[Vec<Cella>]) -> usize {
    rows.iter().map(Vec::len).max().unwrap_or(0)
}

/// A total that differs from the sum.
#[derive(Debug, Clone, PartialEq)]
pub struct Errore {
    /// The row, from 0, without that of the titles.
    pub riga: usize,
    /// The column, from 0.
    pub colonna: usize,
    /// The title of the column.
    pub titolo: String,
    /// What is wrong: `il totale`.
    pub cosa: &'static str,
    /// What the cell says.
    pub scritto: String,
    /// From what the right number comes: `le righe sopra danno`.
    pub come: &'static str,
    /// The right number, as the table would print it.
    pub giusto: String,
}

fn contenuto(row: &[Cella], column: usize) -> Contenuto {
    row.get(column).map_or(Contenuto::Vuota, |cell| cell.contenuto)
}

/// The first words of a row.
fn nome(row: &[Cella]) -> &str {
    row.iter().map(|cell| cell.parole.as_str()).find(|words| !words.is_empty()).unwrap_or_default()
}

/// The wrong totals of a table. They are remembered by what the table says: after an edit only the one that changed is added up again.
#[comemo::memoize]
pub fn errori(grid: &Griglia) -> Arc<[Errore]> {
    let columns = larghezza(&grid.righe);
    let mut out = Vec::new();
    for column in 0..columns {
        righe::righe(grid, column, &mut out);
    }
    for column in 0..columns {
        if grid.titoli.get(column).is_some_and(|title| totale(title)) {
            colonne::colonne(grid, column, &mut out);
        }
        colonne::parti(grid, column, &mut out);
    }
    // A total that is right once the cells that it adds are mended is right.
    let value = |text: &str| Numero::parse(text, "").map(|number| number.valore);
    let mended = |total: &Errore| {
        let above: Option<Vec<i128>> = out
            .iter()
            .filter(|one| {
                one.colonna == total.colonna
                    && if total.come == righe::SOTTO { one.riga > total.riga } else { one.riga < total.riga }
            })
            .map(|one| Some(value(&one.scritto)? - value(&one.giusto)?))
            .collect();
        let above: i128 = above.unwrap_or_default().iter().sum();
        above != 0 && value(&total.giusto).zip(value(&total.scritto)).is_some_and(|(sum, typed)| sum - above == typed)
    };
    let right: Vec<(usize, usize)> = out.iter().filter(|one| mended(one)).map(|one| (one.riga, one.colonna)).collect();
    out.retain(|one| !right.contains(&(one.riga, one.colonna)));
    out.into()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn grid(text: &str) -> Griglia {
        let mut rows = text.lines().map(|line| line.split('|').map(|cell| cell.trim().to_owned()).collect::<Vec<_>>());
        let titoli = rows.next().unwrap_or_default();
        let cell = |parole: String| {
            let forte = parole.starts_with("**");
            Cella::new(parole.trim_matches('*').to_owned(), forte, true)
        };
        Griglia::new(titoli, rows.map(|row| row.into_iter().map(cell).collect()).collect())
    }

    fn wrong(text: &str) -> Vec<(usize, usize, String)> {
        errori(&grid(text)).iter().map(|e| (e.riga, e.colonna, e.giusto.clone())).collect()
    }

    #[test]
    fn totals_that_do_not_add_up_are_found() {
        for (text, row, column, right) in [
            ("Area | Dipendenti\nA | 12\nB | 10\nC | 9\nTotale | 33", 3, 1, "31"),
            ("Voce | Ore\nA | 6.000\nB | 280\nTotale | 6.290", 2, 1, "6.280"),
            ("Voce | %\nA | 10,00 %\nB | 12,41 %\nTotale | 25,10 %", 2, 1, "22,41 %"),
            ("Voce | Ore\nA | 10\nB | 21\nSomma | 30", 2, 1, "31"),
            ("Area | Uomini | Donne | Totale\nA | 10 | 5 | 16\nB | 2 | 3 | 5", 0, 3, "15"),
            ("Voce | Euro\nA | € 1.200,50\nB | € 300,25\nTotale | € 1.500,80", 2, 1, "1.500,75"),
            ("Voce | A\nx | 1\ny | 2\nTotale x | 3\nz | 4\nw | 5\nTotale z | 10", 5, 1, "9"),
            ("Voce | A\nx | 1\ny | 2\nTotale x | 3\nz | 4\nw | 5\nTotale z | 9\nTotale generale | 13", 6, 1, "12"),
            ("Voce | N\na | 12\nb | 17\nSubtotale | 29\nc | 1\nTotale | 31", 4, 1, "30"),
            (
                "Area | N | %\nA | 10 | 25,0 %\nB | 6 | 15,0 %\nC | 20 | 55,0 %\nD | 4 | 10,0 %\nTotale | 40 | 100 %",
                2,
                2,
                "50,0 %",
            ),
            ("Voce | %\nx | 40 %\ny | 35 %\nz | 20 %\nTotale | 100 %", 3, 1, "95 %"),
            (
                "Area | Uomini | Donne | Totale\nA | 3 | 4 | 7\nB | 1 | 2 | 3\nC | 5 | 5 | 11\nTotale | 9 | 11 | 21",
                2,
                3,
                "10",
            ),
            ("Area | Persone\nTotale | 28\nNord | 11\nSud | 9\nOvest | 7", 0, 1, "27"),
            ("Voce | Ore | %\nTotale generale | 40 | 90 %\nA | 30 | 75 %\nB | 10 | 25 %", 0, 2, "100 %"),
            ("Voce | N\nTotale entrate | 100\nA | 60\nB | 40\nTotale spese | 90\nC | 50\nD | 45", 3, 1, "95"),
            (
                "Voce | N\nComplessivo | 50\nSubtotale x | 20\na | 12\nb | 8\nSubtotale y | 31\nc | 20\nd | 11",
                0,
                1,
                "51",
            ),
            (
                "Area | Smart | Tutti | %\nA | 10 | 40 | 25,00 %\nB | 6 | 30 | 20,00 %\nC | 9 | 45 | 20,00 %\nTotale | 25 | 115 | 25,10 %",
                3,
                3,
                "21,74 %",
            ),
            ("Profilo | N.\nA | 3\nB | 4\nTotale | 8", 2, 1, "7"),
            // Rows that are all taken away from elsewhere are added to each other.
            ("Motivo | N\nPensionamenti | 3\nDimissioni | 4\nTotale cessazioni | 8", 2, 1, "7"),
            ("Profilo | n.\nA | 1\nB | 4\nTotale | 8", 2, 1, "5"),
            ("Voce | Durata\nA | 1 ora\nB | 4 ore\nTotale | 8 ore", 2, 1, "5"),
            ("Voce | Importo\nA | 1.000,00 euro\nB | 2.000,00 euro\nTotale | 4.000,00 euro", 2, 1, "3.000,00"),
            ("Voce | Importo\nA | € 1.000,00=\nB | € 2.000,-\nTotale | € 4.000,00", 2, 1, "3.000,00"),
            ("Voce | Posti\nA | n. 3\nB | n. 4\nTotale | n. 8", 2, 1, "7"),
            ("Voce | N\nA | 3\nB | 4\nNumero totale dipendenti | 8", 2, 1, "7"),
            ("Voce | N\nA | 3\nB | 4\nComplessivamente | 8", 2, 1, "7"),
            ("Area | Totale | Uomini | Donne\nA | 16 | 10 | 5\nB | 5 | 2 | 3\nC | 4 | 2 | 2", 0, 1, "15"),
            (
                "Area | Uomini | Donne | % donne | Totale\nA | 10 | 12 | 54,5 | 22\nB | 1 | 1 | 50 | 3\nC | 2 | 3 | 60 | 5",
                1,
                4,
                "2",
            ),
        ] {
            assert!(wrong(text).contains(&(row, column, right.to_owned())), "{text}\n{:?}", wrong(text));
        }
    }

    #[test]
    fn totals_that_may_be_right_are_left_alone() {
        for text in [
            "Area | Dipendenti\nA | 12\nB | 10\nC | 9\nTotale | 31",
            "Area | N\nA | 12\ndi cui donne | 7\nB | 10\nTotale | 22",
            "Area | N\nA | 12\ndi cui donne | 7\nB | 10\nTotale | 29",
            "Cod | N\n1 Correnti | 100\n1.1 Tributi | 60\n1.2 Altro | 40\nTotale | 100",
            "Voce | N\n**A** | **10**\nb | 7\nc | 3\nTotale | 10",
            "Voce | Costo medio\nA | 10\nB | 20\nTotale | 15",
            "Voce | Tasso\nA | 10 %\nB | 20 %\nTotale | 13 %",
            "Area | Uomini | Donne | Totale\nA | 10 | 0 | 10\nB | 2 | 3 | 6",
            "Voce | N\nA | 0.250\nB | 0.125\nTotale | 9",
            "Voce | N\nA | 10\nB | circa 20\nTotale | 99",
            "Voce | N\nA | 10\nTotale | 99",
            "Voce | N\nA | 10\nB | –\nC | 5\nTotale | 15",
            "Voce | %\nA | 33,3 %\nB | 33,3 %\nC | 33,3 %\nTotale | 100 %",
            "Voce | %\nA | 90 %\nB | 70 %\nTotale | 82 %",
            "Anno | N\n2025 | 3\n2026 | 4\nTotale | 7",
            "Voce | A\nx | 1\ny | 2\nTotale x | 3\nz | 4\nw | 5\nTotale z | 9\nTotale | 12",
            "Area | Uomini | Donne | Totale\nA | 3 | 4 | 20",
            "Voce | N\na | 12\nb | 17\nSubtotale | 29\nc | 1\nTotale | 30",
            "Area | N | %\nA | 10 | 25,0 %\nB | 6 | 15,0 %\nC | 20 | 50,0 %\nD | 4 | 10,0 %\nTotale | 40 | 100 %",
            "Area | N | Donne | % donne\nA | 10 | 5 | 50 %\nB | 6 | 3 | 50 %\nC | 20 | 5 | 25 %\nD | 4 | 1 | 25 %\nTotale | 40 | 14 | 35 %",
            "Totale | N\nA | 1\nB | 2",
            "Voce | N\nTotale | 27\nNord | 11\nSud | 9\nOvest | 7",
            "Voce | N\nTotale | 27\nNord | 11\ndi cui donne | 4\nSud | 9\nOvest | 7\nTotale | 27",
            "Voce | N\nTotale | 27\nNord | 11\nSud | circa 9",
            "Voce | N\nTotale entrate | 100\nA | 60\nB | 40\nTotale spese | 95\nC | 50\nD | 45",
            "Voce | N\nTotale | 51\nSubtotale x | 20\na | 12\nb | 8\nSubtotale y | 31\nc | 20\nd | 11",
            "Voce | N\nTotale x | 9\nA | 60\nB | 40\nTotale y | 12\nC | 50\nD | 45",
            "Voce | Media\nTotale | 15\nA | 10\nB | 20",
            "Mese | N\nGen | 3\nFeb | 5\nMedia | 4\nTotale | 8",
            "Plesso | N\nScuole medie | 3\nMedie | 4\nTotale | 7",
            "Voce | Importo | IVA | Totale\nB | 200,00 | 10 % | 220,00\nC | 100,00 | 4 % | 104,00",
            "Voce | Importo | IVA % | Totale\nB | 200,00 | 10 | 220,00\nC | 100,00 | 4 | 104,00",
            "Area | Persone | Età media\nA | 10 | 50\nB | 20 | 47\nTotale | 30 | 48",
            "Area | Persone | Anzianità\nA | 10 | 50\nB | 20 | 47\nTotale | 30 | 48",
            "Voce | % assenze\nA | 4\nB | 6\nTotale | 5",
            "N. | Voce | Posti\n1 | A | 3\n2 | B | 4\nTotale | | 7",
            "Voce | N.\nA | 1\nB | 2\nC | 3\nTotale | 9",
            "Voce | Durata\nA | 3 ore\nB | 2 giorni\nTotale | 9 ore",
            "Area | Totale | di cui donne | di cui precari\nA | 16 | 10 | 5\nB | 5 | 2 | 1\nC | 4 | 2 | 0",
            "Personale | N\nPersonale al 31/12/2026 | 62\nCessazioni | 3\nAssunzioni | 2\nTotale al 31/12/2027 | 61",
            "Voce | Importo\nStabili | 100.000\nVariabili | 20.000\nDecurtazioni | 5.000\nTotale fondo | 115.000",
            "Voce | Importo\nSpesa lorda | 1.110\na detrarre rinnovi | 110\nTotale | 1.000",
            "Voce | N\nSpesa | 12\nTotale (A) | 12\n(-) Escluse (B) | 2\nTotale soggetta (A-B) | 10",
            "Voce | Importo\nStipendi | 1.250\nOneri | 312\nIRAP | 106\nTOTALE SPESA | 1.668\nTotale al netto IRAP | 1.562",
            "Mese | Ore | Progressivo\nGennaio | 10 | 10\nFebbraio | 20 | 30\nMarzo | 30 | 60\nTotale | 60 | 60",
            "Mese | Giacenza\nGennaio | 5\nFebbraio | 15\nTotale | 12",
            "Criterio | Punti | Soglia\nA | 60 | 36\nB | 40 | 24\nTotale | 100 | 70",
            "Servizio | Utenti\nBiblioteca | 500\nNido | 120\nTotale utenti unici | 580",
            "Voce | 2027 | 2028 | Totale\nCorsi | 10 | 12 | 22\nPersone | 60 | 60 | 60\nTotale ore | 600 | 720 | 1.320",
            "Voce | 2026 | 2027 | Var. %\nA | 100 | 120 | 20 %\nB | 100 | 90 | 10 %\nTotale | 200 | 210 | 5 %",
            "Servizio | Giorni di apertura\nA | 5\nB | 6\nTotale | 6",
            "Anno | Dipendenti al 31/12\n2026 | 62\n2027 | 61\nTotale | 61",
            "",
        ] {
            assert!(wrong(text).is_empty(), "{text}\n{:?}", wrong(text));
        }
    }
}
