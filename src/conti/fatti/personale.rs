//! The facts of the staff: how many they are and will be, what they cost, their training, their work away from the office.

use super::omonimi::{self, Cosa};
use super::{Fatto, Incerto};
use crate::base::text::short;
use crate::conti::formazione::{Chi, Formazione, Somma};
use crate::conti::organico::{Chi as Personale, Organico};
use crate::conti::soglie::{self, Capacita};
use crate::conti::struttura::Struttura;
use crate::index::Index;
use crate::piano::Piano;
use crate::piano::element::Kind;
use crate::piano::element::lavoro_agile::LavoroAgile;
use crate::piano::element::misura::Percento;
use crate::piano::element::spesa_personale::SpesaPersonale;
use crate::piano::element::value::Dovuto;
use crate::piano::settings::{Impostazioni, Riserbo};
use std::collections::BTreeMap;

/// The yearly cost of the people who are there.
const VALORE_DOTAZIONE: &str = "dotazione.costo.totale";
/// The posts at the date of the headcount, and those that nobody has.
const POSTI_TOTALE: &str = "dotazione.posti.totale";
const VACANTI: &str = "dotazione.vacanti";

/// The figures of the staff that the data leave uncertain, each with what is missing.
pub(super) fn incerti(piano: &Piano, fatti: &BTreeMap<String, Fatto>, incerti: &mut BTreeMap<String, Incerto>) {
    const COSTO: &str = "il totale è costo di un posto per persone: serve il `costo` di ogni riga che conta, e che nessuna sia a tempo parziale";
    const POSTI: &str = "in qualche riga `posti` comincia da un anno dopo quello della dotazione: aggiungi fra le graffe i posti di quell’anno";
    let unknown = |name: &str| !piano.elementi.dotazione.is_empty() && !fatti.contains_key(name);
    let all = [(VALORE_DOTAZIONE, COSTO), (VACANTI, POSTI), (POSTI_TOTALE, POSTI)];
    incerti.extend(
        all.into_iter().filter(|(name, _)| unknown(name)).map(|(name, why)| (name.to_owned(), Incerto::Manca(why))),
    );
}

/// The people of all the units, each counted once: the sum of the field would count twice who is in a unit under another.
pub(super) fn unita(piano: &Piano, index: &Index, fatti: &mut BTreeMap<String, Fatto>) {
    const NOME: &str = "unita.dipendenti.totale";
    if fatti.remove(NOME).is_some()
        && let Some(people) = Struttura::di(piano, index).and_then(|tree| tree.totale(None))
    {
        fatti.insert(NOME.to_owned(), Fatto::Numero(people));
    }
}

/// The staff at the date of the headcount and at the end of each year, who leaves and who enters.
pub(super) fn organico(piano: &Piano, fatti: &mut BTreeMap<String, Fatto>) {
    // The costs of one post each, row by row, make no sum: each is multiplied by its people.
    fatti.remove(VALORE_DOTAZIONE);
    // The sum of the field would leave out the rows that have as many posts as people, and those whose posts change.
    fatti.remove(POSTI_TOTALE);
    let Some(plan) = Organico::di(piano).filter(Organico::scritto) else { return };
    let people = |numero: i64| {
        let numero = u64::try_from(numero).ok()?;
        Some(Fatto::Conta { numero, uno: "persona", molti: "persone" })
    };
    let mut add = |name: String, fatto: Option<Fatto>| {
        if let Some(fatto) = fatto {
            fatti.insert(name, fatto);
        }
    };
    let first = plan.anno_iniziale();
    let areas = plan.aree.iter().enumerate().map(|(n, area)| (area.fatto(), Personale::Area(n)));
    for (name, chi) in std::iter::once(("totale".to_owned(), Personale::Tutti)).chain(areas) {
        let years = plan.ponte(chi);
        // Areas that nobody has, nor will have, make no facts.
        if years.iter().all(|year| year.inizio == 0 && year.fine == 0) {
            continue;
        }
        add(format!("dotazione.{name}"), years.first().and_then(|year| people(year.inizio)));
        add(format!("dotazione.{name}.{first}"), years.first().and_then(|year| people(year.inizio)));
        for year in years {
            add(format!("dotazione.{name}.{}", year.anno), people(year.fine));
        }
    }
    let all = plan.ponte(Personale::Tutti);
    let staff = i64::try_from(plan.totale()).unwrap_or(i64::MAX);
    let posts = |numero: i64| {
        let numero = u64::try_from(numero).ok()?;
        Some(Fatto::Conta { numero, uno: "posto", molti: "posti" })
    };
    add(VACANTI.into(), plan.vacanti().and_then(posts));
    add(POSTI_TOTALE.into(), plan.posti(Personale::Tutti, first).and_then(posts));
    add("dotazione.equivalenti".into(), Some(Fatto::Testo(plan.equivalenti().to_string())));
    add(VALORE_DOTAZIONE.into(), plan.valore().map(Fatto::Importo));
    // As the number of the rows, with the noun of what it counts.
    add("dotazione.numero.totale".into(), people(staff));
    let leave: i64 = all.iter().map(|year| year.escono).sum();
    let enter: i64 = all.iter().map(|year| year.entrano).sum();
    for (family, sum) in [("cessazioni", leave), ("assunzioni", enter)] {
        add(format!("{family}.conta"), people(sum));
        add(format!("{family}.numero.totale"), people(sum));
    }
    add("progressioni.conta".into(), people(all.iter().map(|year| year.promossi).sum()));
    for year in all {
        let anno = year.anno;
        add(format!("cessazioni.{anno}"), people(year.escono));
        add(format!("assunzioni.{anno}"), people(year.entrano));
        add(format!("progressioni.{anno}"), people(year.promossi));
        add(format!("assunzioni.costo.{anno}"), plan.costo(anno).map(Fatto::Importo));
        add(format!("cessazioni.risparmio.{anno}"), plan.risparmio(anno).map(Fatto::Importo));
    }
}

/// What the body may spend for its staff, and how the things that it must have done ended.
pub(super) fn spesa(
    piano: &Piano,
    index: &Index,
    fatti: &mut BTreeMap<String, Fatto>,
    incerti: &mut BTreeMap<String, Incerto>,
) {
    let id = |kind, n| index.id_of(kind, n).map(ToString::to_string).unwrap_or_default();
    let mut done: BTreeMap<String, (Vec<Cosa>, Vec<String>)> = BTreeMap::new();
    for (n, adempimento) in piano.elementi.adempimenti.iter().map(|record| &record.value).enumerate() {
        let name = format!("adempimenti.{}", adempimento.oggetto.value.nome());
        let (own, esito) = (id(Kind::Adempimento, n), Fatto::Testo(adempimento.esito.value.clone()));
        let (cose, ways) = done.entry(name.clone()).or_default();
        let nome = format!("`{own}`, «{}»", short(adempimento.esito.value.trim()));
        cose.push(Cosa { span: adempimento.oggetto.span, nome, fatti: BTreeMap::from([(name, esito)]) });
        ways.push(format!("`[={own}.esito]`"));
    }
    for (cose, ways) in done.into_values() {
        omonimi::di_record(&cose, &format!("richiama quello che intendi: {}", ways.join(" oppure ")), fatti, incerti);
    }
    // The records of other bodies have the facts of their ids alone.
    let own = soglie::tutte(piano).enumerate().filter(|(_, (dati, _))| dati.value.ente.is_none());
    let own = own.map(|(n, (dati, capacita))| Cosa {
        span: dati.value.anno.span,
        nome: format!("`{}`, del {}", id(Kind::SpesaPersonale, n), dati.value.anno.value),
        fatti: della_spesa(piano, &dati.value, capacita),
    });
    let cura = "lascia per l’ente una sola scheda `[[spesa_personale]]`, con i valori di ogni anno fra graffe, come `prevista = { 2027 = …, 2028 = … }`; quella di un altro ente dice il suo `ente`";
    omonimi::di_record(&own.collect::<Vec<_>>(), cura, fatti, incerti);
}

/// What follows from a record of the spending for staff.
fn della_spesa(piano: &Piano, dati: &SpesaPersonale, capacita: Option<Capacita<'_>>) -> BTreeMap<String, Fatto> {
    let anni: Vec<i16> = piano.impostazioni.iter().flat_map(crate::piano::settings::Impostazioni::anni).collect();
    let mut fatti = BTreeMap::new();
    let mut add = |name: String, fatto: Option<Fatto>| {
        if let Some(fatto) = fatto {
            fatti.insert(format!("spesa-personale.{name}"), fatto);
        }
    };
    let percent = |valore| Fatto::Percento { valore, esteso: false };
    let exact = |valore| Fatto::Percento { valore, esteso: true };
    if let Some(c) = capacita {
        add("entrate-nette".into(), Some(Fatto::Importo(c.nette())));
        add("rapporto".into(), Some(exact(c.rapporto(c.spesa))));
        add("soglia".into(), c.soglia().map(percent));
        add("soglia-rientro".into(), c.rientro().map(percent));
        add("massima".into(), c.massima().map(Fatto::Importo));
        add("margine".into(), c.margine(c.spesa).map(Fatto::Importo));
        add("fascia".into(), c.fascia.map(|(fascia, _)| Fatto::Testo(fascia.parole())));
        add("posizione".into(), c.posizione().map(|posizione| Fatto::Testo(posizione.label().to_owned())));
        for (anno, next) in anni.iter().filter_map(|anno| Some((anno, dati.prevista(*anno)?))) {
            add(format!("prevista.{anno}"), Some(Fatto::Importo(next)));
            add(format!("rapporto.{anno}"), Some(exact(c.rapporto(next))));
            add(format!("margine.{anno}"), c.margine(next).map(Fatto::Importo));
        }
    }
    let limite = dati.limite.as_ref().map(|limite| &limite.value);
    let flessibile = dati.flessibile.as_ref().map(|flessibile| &flessibile.value);
    add("limite".into(), limite.and_then(|limite| limite.limite()).map(Fatto::Importo));
    add("flessibile.limite".into(), flessibile.and_then(|flessibile| flessibile.limite()).map(Fatto::Importo));
    for anno in anni {
        add(format!("residuo.{anno}"), limite.and_then(|limite| limite.residuo(anno)).map(Fatto::Importo));
        let left = flessibile.and_then(|flessibile| flessibile.residuo(anno));
        add(format!("flessibile.residuo.{anno}"), left.map(Fatto::Importo));
    }
    fatti
}

/// What the training plan adds up to, in all and year by year.
pub(super) fn formazione(piano: &Piano, index: &Index, fatti: &mut BTreeMap<String, Fatto>) {
    let plan = Formazione::di(piano, index);
    let count = |numero: usize, uno, molti| Fatto::Conta { numero: numero as u64, uno, molti };
    let enti = if plan.enti.is_empty() { 1 } else { plan.enti.len() };
    fatti.insert("formazione.enti".into(), count(enti, "ente", "enti"));
    let temi: std::collections::BTreeSet<_> = plan.linee().flat_map(|line| line.value.temi()).collect();
    fatti.insert("formazione.temi".into(), count(temi.len(), "tema obbligatorio", "temi obbligatori"));
    let mut add = |end: &str, anni: &[i16]| {
        let mut sum = Somma::default();
        plan.linee().for_each(|line| plan.somma(&mut sum, &line.value, anni));
        // When no line says its hours there is no fact: the total is unknown, and not zero.
        if sum.con_ore > 0 {
            fatti.insert(format!("formazione.ore{end}"), Fatto::Testo(sum.ore.to_string()));
        }
        if sum.partecipanti > 0 {
            let numero = Fatto::Conta { numero: sum.partecipanti, uno: "partecipazione", molti: "partecipazioni" };
            fatti.insert(format!("formazione.partecipazioni{end}"), numero);
        }
        if sum.con_costo > 0 {
            fatti.insert(format!("formazione.costo{end}"), Fatto::Importo(sum.costo));
        }
    };
    add("", &plan.anni);
    plan.anni.iter().for_each(|anno| add(&format!(".{anno}"), &[*anno]));
    let who = plan.enti.iter().map(|n| (Chi::Ente(*n), index.id(*n).map(|id| format!("{id}."))));
    for (chi, name) in who.chain([(Chi::Tutti, Some("formazione.".to_owned()))]) {
        for anno in &plan.anni {
            let conto = plan.conto(chi, *anno);
            if let (Some(name), Some(ore)) = (&name, conto.a_persona()) {
                fatti.insert(format!("{name}ore-a-persona.{anno}"), Fatto::Testo(ore.to_string()));
            }
        }
    }
}

/// How many work away from the office, each year, and which share of the staff they are.
pub(super) fn agile(
    piano: &Piano,
    index: &Index,
    fatti: &mut BTreeMap<String, Fatto>,
    incerti: &mut BTreeMap<String, Incerto>,
) {
    let own = piano.elementi.lavoro_agile.iter().enumerate().filter(|(_, agile)| agile.value.ente.is_none());
    let own = own.map(|(n, agile)| {
        let id = index.id_of(Kind::LavoroAgile, n).map(ToString::to_string).unwrap_or_default();
        Cosa { span: agile.span, nome: format!("`{id}`"), fatti: dell_agile(piano, &agile.value) }
    });
    let cura = "lascia per l’ente una sola scheda `[[lavoro_agile]]`; quella di un altro ente dice il suo `ente`";
    omonimi::di_record(&own.collect::<Vec<_>>(), cura, fatti, incerti);
}

/// The shares of who works away from the office that are not published, because so few people do, with the reason and what to do.
pub(super) fn taciuti(piano: &Piano) -> BTreeMap<String, [String; 2]> {
    let Some(set) = &piano.impostazioni else { return BTreeMap::new() };
    let mut out = BTreeMap::new();
    for agile in piano.elementi.lavoro_agile.iter().map(|agile| &agile.value).filter(|agile| agile.ente.is_none()) {
        for (anno, _) in agile.dipendenti.iter().flat_map(|all| all.iter()) {
            let anno = anno.unwrap_or_else(|| set.anno());
            if agile.pochi(anno, &set.riserbo) {
                let why = format!(
                    "sono così poche persone che si stampa «meno di {}», e la quota le farebbe contare",
                    set.riserbo.soglia
                );
                let cure = format!("togli la citazione dal testo, o cita `[=lavoro-agile.dipendenti.{anno}]`");
                out.insert(format!("lavoro-agile.quota.{anno}"), [why, cure]);
            }
        }
    }
    out
}

/// What follows from a record of work away from the office.
fn dell_agile(piano: &Piano, agile: &LavoroAgile) -> BTreeMap<String, Fatto> {
    let mut fatti = BTreeMap::new();
    let staff = piano.impostazioni.as_ref().and_then(|set| set.ente.dipendenti.as_ref());
    let usual = Riserbo::default();
    let riserbo = piano.impostazioni.as_ref().map_or(&usual, |set| &set.riserbo);
    for (anno, target) in agile.dipendenti.iter().flat_map(|all| all.iter()) {
        let anno = anno.or_else(|| piano.impostazioni.as_ref().map(Impostazioni::anno)).unwrap_or_default();
        let words = Fatto::Testo(LavoroAgile::in_parole(&target.value, riserbo));
        fatti.insert(format!("lavoro-agile.dipendenti.{anno}"), words);
        let people = LavoroAgile::esatte(agile.dipendenti.as_ref(), anno);
        if let (Some(people), Some(Dovuto::Valore(staff))) = (people.filter(|_| !agile.pochi(anno, riserbo)), staff)
            && let Some(valore) = Percento::parte(people, i64::from(staff.value))
        {
            fatti.insert(format!("lavoro-agile.quota.{anno}"), Fatto::Percento { valore, esteso: true });
        }
    }
    fatti
}
