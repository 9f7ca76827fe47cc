//! The staff in figures: who works for the body at the date of the headcount, and at the end of each year of the triennium once
//! those who leave and those who enter are counted.
//!
//! Every movement of people who are counted as employees is summed, and not only that of permanent staff: so the bridge begins
//! with the number of employees that the plan gives on its first page.

use crate::base::text::flat;
use crate::conti::riserbo::{self, Conta};
use crate::piano::Piano;
use crate::piano::element::Kind;
use crate::piano::element::assunzione::Assunzione;
use crate::piano::element::cessazione::Cessazione;
use crate::piano::element::dotazione::{Dotazione, Rapporto, contratto, nome_area};
use crate::piano::element::id::Id;
use crate::piano::element::linea_formativa::Categoria;
use crate::piano::element::misura::{Decimale, Frazione};
use crate::piano::element::pos::Pos;
use crate::piano::element::value::Importo;
use crate::piano::settings::Impostazioni;

/// The areas of the CCNL Funzioni locali, from the highest, with the two that have a contract of their own.
const AREE: [Categoria; 6] = [
    Categoria::Segretari,
    Categoria::Dirigenti,
    Categoria::Funzionari,
    Categoria::Istruttori,
    Categoria::OperatoriEsperti,
    Categoria::Operatori,
];

/// An area of the contract.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Area {
    /// The word by which the data name it: `istruttori`.
    pub chiave: String,
    /// Its name in print.
    pub nome: String,
}

/// The staff plan.
#[derive(Debug)]
pub struct Organico<'a> {
    piano: &'a Piano,
    set: &'a Impostazioni,
    /// The areas, from the highest.
    pub aree: Vec<Area>,
    /// The years of the triennium.
    pub anni: Vec<i16>,
}

/// Whose movements are summed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Chi<'c> {
    /// All the people who are counted as employees.
    Tutti,
    /// Those of an area, by its place in [`Organico::aree`].
    Area(usize),
    /// Those of an area and a profile.
    Profilo(usize, &'c str),
}

/// A year of the bridge.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Movimento {
    /// The year.
    pub anno: i16,
    /// The people at its beginning. Below zero only when the data contradict themselves.
    pub inizio: i64,
    /// Those who leave.
    pub escono: i64,
    /// Those who are hired.
    pub entrano: i64,
    /// Those whom a progression brings here from another area; for all the staff together, the progressions of the year.
    pub promossi: i64,
    /// Those whom a progression takes to another area.
    pub ceduti: i64,
    /// The people at its end.
    pub fine: i64,
}

impl<'a> Organico<'a> {
    /// The staff plan of `piano`. None when `piao.toml` could not be read.
    #[must_use]
    pub fn di(piano: &'a Piano) -> Option<Self> {
        let set = piano.impostazioni.as_ref()?;
        let aree = match set.fabbisogni.aree.as_slice() {
            [] => AREE.iter().map(|c| Area { chiave: c.nome(), nome: c.label().to_owned() }).collect(),
            own => own
                .iter()
                .rev()
                .map(|area| Area { chiave: area.value.trim().to_owned(), nome: nome_area(&area.value) })
                .collect(),
        };
        Some(Organico { piano, set, aree, anni: set.anni().collect() })
    }

    /// Whether the plan has any of these data.
    #[must_use]
    pub fn scritto(&self) -> bool {
        let all = &self.piano.elementi;
        !(all.dotazione.is_empty() && all.cessazioni.is_empty() && all.assunzioni.is_empty())
    }

    /// The place of the area that a word names. Case, accents and hyphens do not count.
    #[must_use]
    pub fn area(&self, word: &str) -> Option<usize> {
        let (own, word) = (flat(word), contratto(word));
        let exact = |area: &Area| flat(&area.chiave) == own || flat(&area.nome) == own;
        let said = |area: &Area| flat(&area.chiave) == word || flat(&area.nome) == word;
        self.aree.iter().position(exact).or_else(|| self.aree.iter().position(said))
    }

    /// The year of the headcount.
    #[must_use]
    pub fn anno_iniziale(&self) -> i16 {
        self.set.consistenza_al().anno()
    }

    fn conta_rapporto(&self, rapporto: Option<Rapporto>) -> bool {
        let rapporto = rapporto.unwrap_or(Rapporto::Indeterminato);
        match self.set.fabbisogni.conta.as_slice() {
            [] => matches!(rapporto, Rapporto::Indeterminato | Rapporto::Determinato),
            counted => counted.contains(&rapporto),
        }
    }

    /// Whether the people of a row are counted as employees.
    #[must_use]
    pub fn conta(&self, riga: &Dotazione) -> bool {
        riga.conta.unwrap_or(true) && self.conta_rapporto(riga.rapporto)
    }

    /// Whether those who leave are counted as employees.
    #[must_use]
    pub fn conta_cessazione(&self, record: &Cessazione) -> bool {
        self.conta_rapporto(record.rapporto)
    }

    /// Whether those who enter are counted as employees. A progression is too, though it brings nobody.
    #[must_use]
    pub fn conta_assunzione(&self, record: &Assunzione) -> bool {
        self.conta_rapporto(record.rapporto)
    }

    /// The rows of the people who are counted as employees.
    pub fn righe(&self) -> impl Iterator<Item = (Pos<Dotazione>, &'a Dotazione)> + '_ {
        let all = self.piano.elementi.each::<Dotazione>().map(|(pos, riga)| (pos, &riga.value));
        all.filter(|(_, riga)| self.conta(riga))
    }

    /// The terminations that are counted.
    pub fn cessazioni(&self) -> impl Iterator<Item = &'a Cessazione> + '_ {
        let all = self.piano.elementi.cessazioni.iter().map(|record| &record.value);
        all.filter(|record| self.conta_cessazione(record))
    }

    /// The hires that are counted, progressions included.
    pub fn assunzioni(&self) -> impl Iterator<Item = &'a Assunzione> + '_ {
        let all = self.piano.elementi.assunzioni.iter().map(|record| &record.value);
        all.filter(|record| self.conta_assunzione(record))
    }

    /// How many people are counted as employees at the date of the headcount.
    #[must_use]
    pub fn totale(&self) -> u64 {
        self.righe().map(|(_, riga)| u64::from(riga.numero.value)).sum()
    }

    /// The same people, those with a part of the time counted for that part.
    #[must_use]
    pub fn equivalenti(&self) -> Decimale {
        let whole = Frazione { parte: 1, intero: 1 };
        let each = self.righe().map(|(_, riga)| riga.tempo.map_or(whole, |tempo| tempo.value).di(riga.numero.value));
        Decimale(each.fold(0i64, |sum, people| sum.saturating_add(people.0)))
    }

    /// What the people who are counted cost in a year, each row as many times as its people. None while a row does not say the cost of its
    /// post, or has a part of the time: whether its cost is that of the part is not written.
    #[must_use]
    pub fn valore(&self) -> Option<Importo> {
        let mut sum = None;
        for (_, riga) in self.righe().filter(|(_, riga)| riga.numero.value > 0) {
            let whole = riga.tempo.is_none_or(|tempo| tempo.value.parte == tempo.value.intero);
            let cost = riga.costo.filter(|_| whole)?.value.0.saturating_mul(i64::from(riga.numero.value));
            sum = Some(Importo(sum.map_or(0, |Importo(sum): Importo| sum).saturating_add(cost)));
        }
        sum
    }

    /// How many posts there are at the end of `anno`. None while a row does not say those of that year.
    #[must_use]
    pub fn posti(&self, chi: Chi<'_>, anno: i16) -> Option<i64> {
        let here =
            self.righe().filter(|(_, riga)| self.sta(chi, Some(&riga.area.value), profilo(riga.profilo.as_ref())));
        here.map(|(_, riga)| riga.posti(anno).map(i64::from)).sum()
    }

    /// How many of the posts are vacant at the date of the headcount, row by row: who is above the posts of a row fills none of another.
    /// None while a row does not say its posts at that date.
    #[must_use]
    pub fn vacanti(&self) -> Option<i64> {
        let year = self.anno_iniziale();
        self.righe().map(|(_, riga)| riga.vacanti(year).map(i64::from)).sum()
    }

    /// Whether an area and a profile are among those of `chi`.
    fn sta(&self, chi: Chi<'_>, area: Option<&String>, profilo: Option<&str>) -> bool {
        let in_area = |wanted: usize| area.and_then(|word| self.area(word)) == Some(wanted);
        match chi {
            Chi::Tutti => true,
            Chi::Area(wanted) => in_area(wanted),
            Chi::Profilo(wanted, name) => in_area(wanted) && profilo.is_some_and(|word| flat(word) == flat(name)),
        }
    }

    /// The years of the triennium, each with the people at its beginning and at its end.
    #[must_use]
    pub fn ponte(&self, chi: Chi<'_>) -> Vec<Movimento> {
        let here =
            self.righe().filter(|(_, riga)| self.sta(chi, Some(&riga.area.value), profilo(riga.profilo.as_ref())));
        let mut people: i64 = here.map(|(_, riga)| i64::from(riga.numero.value)).sum();
        let mut years = Vec::with_capacity(self.anni.len());
        for anno in self.anni.iter().copied() {
            let mut year = Movimento { anno, inizio: people, ..Movimento::default() };
            for record in self.cessazioni().filter(|record| record.anno.value == anno) {
                if self.sta(chi, record.area.as_ref().map(|area| &area.value), profilo(record.profilo.as_ref())) {
                    year.escono += i64::from(record.numero.value);
                }
            }
            for record in self.assunzioni().filter(|record| record.anno.value == anno) {
                let number = i64::from(record.numero.value);
                let enters =
                    self.sta(chi, record.area.as_ref().map(|area| &area.value), profilo(record.profilo.as_ref()));
                match record.progressione() {
                    false if enters => year.entrano += number,
                    false => {}
                    true => {
                        year.promossi += if enters { number } else { 0 };
                        // The profile from which a progression takes a person is not written: only the area loses one.
                        let left = record.da.as_ref().and_then(|da| self.area(&da.value));
                        let leaves = matches!(chi, Chi::Area(area) if left == Some(area));
                        year.ceduti += if leaves { number } else { 0 };
                    }
                }
            }
            let moved = if chi == Chi::Tutti { 0 } else { year.promossi - year.ceduti };
            people = people - year.escono + year.entrano + moved;
            year.fine = people;
            years.push(year);
        }
        years
    }

    /// The profiles of an area that have people, each once, as first written.
    #[must_use]
    pub fn profili(&self, area: usize) -> Vec<&'a str> {
        let mut names: Vec<&str> = Vec::new();
        for (_, riga) in self.righe().filter(|(_, riga)| self.area(&riga.area.value) == Some(area)) {
            if let Some(name) = profilo(riga.profilo.as_ref())
                && !names.iter().any(|known| flat(known) == flat(name))
            {
                names.push(name);
            }
        }
        names
    }

    /// The cost of those who are hired in `anno`, of whom the plan says it. None when it says it of nobody.
    #[must_use]
    pub fn costo(&self, anno: i16) -> Option<Importo> {
        let hires = self.assunzioni().filter(|record| record.anno.value == anno && !record.progressione());
        somma(hires.filter_map(|record| record.costo.map(|costo| costo.value)))
    }

    /// Whether record `n` of `kind` is in the sums of the staff: who is not counted as an employee is not, nor is a progression, which
    /// hires nobody. Any other kind is.
    #[must_use]
    pub fn somma(&self, kind: Kind, n: usize) -> bool {
        let all = &self.piano.elementi;
        match kind {
            Kind::Dotazione => all.dotazione.get(n).is_some_and(|riga| self.conta(&riga.value)),
            Kind::Cessazione => all.cessazioni.get(n).is_some_and(|record| self.conta_cessazione(&record.value)),
            Kind::Assunzione => all
                .assunzioni
                .get(n)
                .is_some_and(|record| self.conta_assunzione(&record.value) && !record.value.progressione()),
            _ => true,
        }
    }

    /// What the body no longer spends for those who leave in `anno`.
    #[must_use]
    pub fn risparmio(&self, anno: i16) -> Option<Importo> {
        let leave = self.cessazioni().filter(|record| record.anno.value == anno);
        somma(leave.filter_map(|record| record.risparmio.map(|saved| saved.value)))
    }

    /// The years of the triennium of which no termination is written, not even that there is none.
    #[must_use]
    pub fn anni_senza_cessazioni(&self) -> Vec<i16> {
        let written = |anno: &i16| self.piano.elementi.cessazioni.iter().any(|record| record.value.anno.value == *anno);
        self.anni.iter().copied().filter(|anno| !written(anno)).collect()
    }

    /// The years of the triennium of which no hire is written, not even that there is none.
    #[must_use]
    pub fn anni_senza_assunzioni(&self) -> Vec<i16> {
        let written = |anno: &i16| self.piano.elementi.assunzioni.iter().any(|record| record.value.anno.value == *anno);
        self.anni.iter().copied().filter(|anno| !written(anno)).collect()
    }

    /// The progressions into an area over the triennium, and all who enter it.
    #[must_use]
    pub fn ingressi(&self, area: usize) -> (i64, i64) {
        let years = self.ponte(Chi::Area(area));
        let up: i64 = years.iter().map(|year| year.promossi).sum();
        (up, up + years.iter().map(|year| year.entrano).sum::<i64>())
    }
}

/// The people of an area by sex, as they may be printed.
#[derive(Debug)]
pub struct Genere {
    /// The name of the area; `Totale` for all of them.
    pub area: String,
    /// The women.
    pub donne: Conta,
    /// The men.
    pub uomini: Conta,
    /// All.
    pub totale: u32,
}

impl Organico<'_> {
    /// The people of each area by sex, and of all of them in the last row. None while a row of staff does not say how many are women:
    /// the sums would be wrong.
    #[must_use]
    pub fn genere(&self) -> Vec<Genere> {
        let mut names: Vec<String> = Vec::new();
        let mut counts: Vec<[u32; 2]> = Vec::new();
        for (n, area) in self.aree.iter().enumerate() {
            let (mut women, mut all, mut known) = (0u32, 0u32, true);
            for (_, riga) in self.righe().filter(|(_, riga)| self.area(&riga.area.value) == Some(n)) {
                known &= riga.donne.is_some();
                women = women.saturating_add(riga.donne.map_or(0, |women| women.value).min(riga.numero.value));
                all = all.saturating_add(riga.numero.value);
            }
            if !known {
                return vec![];
            }
            if all > 0 {
                names.push(area.nome.clone());
                counts.push([women, all - women]);
            }
        }
        let sums = counts.iter().map(|[women, men]| women.saturating_add(*men));
        let all = sums.clone().fold(0u32, u32::saturating_add);
        // The last of the rows that are shown, where there are more areas than one.
        let sums = sums.chain([all]);
        let names = names.into_iter().chain(["Totale".to_owned()]);
        let rows = names.zip(sums).zip(riserbo::coppie(&counts, self.set.riserbo.soglia));
        rows.map(|((area, totale), [donne, uomini])| Genere { area, donne, uomini, totale }).collect()
    }
}

/// A profile, when it has words.
fn profilo(profilo: Option<&crate::base::span::Spanned<String>>) -> Option<&str> {
    profilo.map(|profilo| profilo.value.trim()).filter(|words| !words.is_empty())
}

fn somma(amounts: impl Iterator<Item = Importo>) -> Option<Importo> {
    amounts.fold(None, |sum: Option<Importo>, one| Some(Importo(sum.map_or(0, |sum| sum.0).saturating_add(one.0))))
}

impl Area {
    /// The name of its facts: `operatori-esperti`.
    #[must_use]
    pub fn fatto(&self) -> String {
        Id::slug(&self.chiave).to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PIAO: &str = "tipo = \"piao\"\ntriennio = \"2027-2029\"\nmomento = \"approvazione\"\nstato = \"bozza\"\n\
        data = \"31/01/2027\"\n[ente]\nnome = \"Comune\"\ntipo = \"comune\"\n";

    fn plan(settings: &str, data: &str) -> Piano {
        let piao = format!("{PIAO}{settings}");
        let sources = crate::source::Sources::memory(&[("piao.toml", piao.as_str()), ("dati/p.toml", data)]);
        let mut diags = crate::diag::Diagnostics::default();
        let piano = crate::load::load(&sources, None, &mut diags);
        // The plan has no sections.
        assert!(diags.iter().all(|problem| problem.code == "P0113"), "{diags:?}");
        piano
    }

    /// The staff of § 7.1 of the design: 31 people in four areas.
    const PERSONALE: &str = r#"
dotazione = [
  { area = "funzionari", profilo = "Funzionario tecnico", numero = 7 },
  { area = "istruttori", profilo = "Istruttore amministrativo-contabile", numero = 12 },
  { area = "istruttori", profilo = "Istruttore tecnico", numero = 3, posti = { 2026 = 3, 2027 = 4 } },
  { area = "operatori-esperti", profilo = "Operaio specializzato", numero = 7 },
  { area = "operatori", profilo = "Operatore dei servizi", numero = 2, tempo = "18/36" },
  { area = "segretari", profilo = "Segretario comunale", numero = 1, rapporto = "convenzione", conta = false },
]
cessazione = [
  { anno = 2027, area = "operatori-esperti", profilo = "Operaio specializzato", numero = 1, risparmio = "31.000,00 €" },
  { anno = 2027, area = "istruttori", profilo = "Istruttore amministrativo-contabile", numero = 1, risparmio = "34.000,00 €" },
  { anno = 2028, area = "funzionari", profilo = "Funzionario tecnico", numero = 1, risparmio = "37.500,00 €" },
  { anno = 2029, numero = 0 },
]
assunzione = [
  { anno = 2027, area = "istruttori", profilo = "Istruttore amministrativo-contabile", numero = 1, modalita = "graduatoria", costo = "34.000,00 €" },
  { anno = 2027, area = "istruttori", profilo = "Istruttore tecnico", numero = 1, modalita = "concorso", costo = "34.000,00 €" },
  { anno = 2027, area = "istruttori", profilo = "Istruttore amministrativo-contabile", numero = 1, modalita = "progressione", da = "operatori-esperti", costo = "2.300,00 €" },
  { anno = 2028, area = "Funzionari ed elevate qualificazioni", profilo = "Funzionario tecnico", numero = 1, modalita = "concorso", costo = "37.500,00 €" },
]
"#;

    #[test]
    fn the_bridge_of_the_example_is_that_of_the_design() {
        let piano = plan("", PERSONALE);
        let organico = Organico::di(&piano).unwrap();
        assert_eq!(organico.totale(), 31);
        assert_eq!(organico.equivalenti().to_string(), "30");
        assert_eq!(organico.valore(), None);
        let all: Vec<_> = organico
            .ponte(Chi::Tutti)
            .into_iter()
            .map(|y| (y.anno, y.inizio, y.escono, y.entrano, y.promossi, y.fine))
            .collect();
        assert_eq!(all, [(2027, 31, 2, 2, 1, 31), (2028, 31, 1, 1, 0, 31), (2029, 31, 0, 0, 0, 31)]);
        let of = |area: &str, at: usize| {
            let year = organico.ponte(Chi::Area(organico.area(area).unwrap()))[at];
            (year.inizio, year.fine)
        };
        assert_eq!(of("operatori-esperti", 0), (7, 5));
        assert_eq!(of("Istruttori", 0), (15, 17));
        assert_eq!(of("funzionari", 1), (7, 7));
        let istruttori = organico.area("istruttori").unwrap();
        assert_eq!(organico.posti(Chi::Area(istruttori), 2026), Some(15));
        assert_eq!(organico.posti(Chi::Area(istruttori), 2025), None);
        assert_eq!(organico.posti(Chi::Area(istruttori), 2029), Some(16));
        assert_eq!(organico.ingressi(istruttori), (1, 3));
        assert_eq!(organico.costo(2027).map(|sum| sum.to_string()).as_deref(), Some("68.000,00\u{a0}€"));
        assert_eq!(organico.risparmio(2027).map(|sum| sum.to_string()).as_deref(), Some("65.000,00\u{a0}€"));
        assert_eq!(organico.costo(2029), None);
        assert!(organico.anni_senza_cessazioni().is_empty());
        assert_eq!(organico.anni_senza_assunzioni(), [2029]);
    }

    #[test]
    fn the_cost_of_a_post_is_paid_for_each_person() {
        let value = |rows: &str| {
            let piano = plan("", &format!("dotazione = [\n{rows}]\n"));
            Organico::di(&piano).unwrap().valore().map(|sum| sum.to_string())
        };
        let row = |number: u32, rest: &str| {
            format!("{{ area = \"istruttori\", profilo = \"P\", numero = {number}{rest} }},\n")
        };
        let (two, one) = (row(2, ", costo = \"34.000,00 €\""), row(1, ", costo = \"30.000,00 €\", tempo = \"36/36\""));
        assert_eq!(value(&format!("{two}{one}")).as_deref(), Some("98.000,00\u{a0}€"));
        // People who are not counted add nothing, and a row that is not certain leaves no sum.
        assert_eq!(value(&format!("{two}{}", row(1, ", conta = false"))).as_deref(), Some("68.000,00\u{a0}€"));
        assert_eq!(value(&format!("{two}{}", row(1, ""))), None);
        assert_eq!(value(&format!("{two}{}", row(1, ", costo = \"20.000,00 €\", tempo = \"18/36\""))), None);
    }

    #[test]
    fn the_body_says_who_is_counted_and_which_areas_it_has() {
        let data = "dotazione = [\n  { area = \"Area B\", profilo = \"P\", numero = 4 },\n  \
            { area = \"Area A\", profilo = \"Q\", numero = 2, rapporto = \"comando-entrata\" },\n]\n";
        let own = "[fabbisogni]\naree = [\"Area A\", \"Area B\"]\n";
        let piano = plan(own, data);
        let organico = Organico::di(&piano).unwrap();
        assert_eq!(organico.totale(), 4);
        assert_eq!((organico.area("area b"), organico.area("istruttori")), (Some(0), None));
        let piano = plan(&format!("{own}conta = [\"indeterminato\", \"comando-entrata\"]\n"), data);
        assert_eq!(Organico::di(&piano).unwrap().totale(), 6);
    }
}
