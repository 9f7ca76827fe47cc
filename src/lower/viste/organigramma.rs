//! The views of the structure: the units as a drawing with the same in a list under it, and how large the units of each level are.

use super::super::quotes::straight;
use super::{Asked, Lower};
use crate::base::span::Span;
use crate::base::text::capital;
use crate::conti::struttura::{Guida, Struttura};
use crate::document::drawing::DrawingKind;
use crate::document::*;
use crate::lingua::numeri::thousands;
use crate::piano::element::misura::Decimale;
use crate::piano::element::nodo::MAX_TREE;
use crate::piano::element::pos::Pos;
use crate::piano::element::row::Profile;
use crate::piano::element::unita::{Tipo, Unita};
use std::collections::BTreeMap;

impl<'a> Lower<'a> {
    /// The units as boxes, from the top or from one of them; then as a list, which is the alternative of the drawing.
    pub(super) fn organigramma(&mut self, asked: Asked<'a, '_>) {
        let Asked { vista, anchor, caption, out } = asked;
        let span = vista.span;
        let Some(all) = Struttura::di(self.piano, self.index) else { return };
        let root = vista.radice_unita();
        let levels = vista.profondita.map_or(MAX_TREE, |levels| usize::from(levels.value).min(MAX_TREE));
        let roots: Vec<Pos<Unita>> = match root.and_then(|word| self.index.named(&word.value)) {
            Some(root) => vec![root],
            None => all.sotto(None).collect(),
        };
        let units: Vec<OrgUnit> = roots.iter().map(|unita| self.unita_disegnata(&all, *unita, levels)).collect();
        let caption = caption.unwrap_or_else(|| self.say(&format!("L’organigramma al {}", all.giorno.lunga()), span));
        if units.is_empty() {
            self.nulla(
                Asked { vista, anchor, caption: Some(caption), out },
                "Il piano non ha ancora unità organizzative.",
            );
            return;
        }
        let quante = conta(&units);
        let alt = format!(
            "Organigramma: {quante} {}. L’elenco che segue la figura dice le stesse cose.",
            if quante == 1 { "unità" } else { "unità, ciascuna sotto quella di cui fa parte" }
        );
        let items = roots.iter().map(|unita| self.voce_unita(&all, *unita, levels, span)).collect();
        let mut notes = self.note_organigramma(&all, &units, root.is_none());
        // A chart that stops before the last level says so.
        let whole: Vec<OrgUnit> = roots.iter().map(|unita| self.unita_disegnata(&all, *unita, MAX_TREE)).collect();
        match conta(&whole).saturating_sub(quante) {
            0 => {}
            1 => notes.push("Un’altra unità, più sotto, non è disegnata.".to_owned()),
            n => notes.push(format!("Altre {n} unità, più sotto, non sono disegnate.")),
        }
        self.push_drawing(anchor, caption, alt, DrawingKind::Organization(units), span, out);
        for words in notes {
            self.nota_sotto(&words, span, out);
        }
        out.push(Block {
            anchor: None,
            span,
            kind: BlockKind::List { start: None, tight: true, segni: vec![], items },
        });
    }

    /// Whose the people are, when they are known of each unit; and what the frames mean, of those that there are.
    fn note_organigramma(&self, all: &Struttura<'_>, units: &[OrgUnit], whole: bool) -> Vec<String> {
        let mut notes = Vec::new();
        let first = all.primo_livello();
        let people: Option<Vec<u32>> = first.iter().map(|unita| all.persone(*unita)).collect();
        if let Some(people) = people.filter(|people| whole && people.len() > 1) {
            let each: Vec<String> = people.iter().map(|n| thousands(u64::from(*n))).collect();
            let sum: u64 = people.iter().map(|n| u64::from(*n)).sum();
            let day = self.set.consistenza_al().lunga();
            notes.push(format!("Le persone sono quelle al {day}: {} = {}.", each.join(" + "), thousands(sum)));
        }
        let mut keys = Vec::new();
        let has = |look: OrgLook| some(units, &|unit| unit.look == look);
        keys.extend(has(OrgLook::Shared).then_some("bordo doppio: in convenzione con altri enti"));
        keys.extend(has(OrgLook::Organ).then_some("angoli tondi: organo"));
        keys.extend(has(OrgLook::Staff).then_some("linea interrotta: staff"));
        keys.extend(some(units, &|unit| unit.vacant.is_some()).then_some("bordo interrotto: manca chi guida"));
        if !keys.is_empty() {
            notes.push(format!("{}.", capital(&keys.join("; "))));
        }
        notes
    }

    /// A unit with those under it, down to so many levels with its own.
    fn unita_disegnata(&self, all: &Struttura<'_>, pos: Pos<Unita>, levels: usize) -> OrgUnit {
        let unita = &self.piano[pos].value;
        let guida = all.guida(pos);
        let head = match guida {
            Guida::Incarico(holder) => {
                let incarico = &self.piano[holder].value;
                let role = incarico.ruolo.value.label();
                let name = incarico.persona.as_ref().map(|persona| format!(" {}", straight(&persona.value)));
                let shared =
                    incarico.convenzione.as_ref().map(|words| format!(", in convenzione {}", straight(&words.value)));
                format!("{role}{}{}", name.unwrap_or_default(), shared.unwrap_or_default())
            }
            Guida::Scoperta(_) | Guida::NonDetta => String::new(),
        };
        let look = match all.tipo(pos) {
            Tipo::Linea | Tipo::Progetto => OrgLook::Line,
            Tipo::Staff => OrgLook::Staff,
            Tipo::Convenzione => OrgLook::Shared,
            Tipo::Organo => OrgLook::Organ,
        };
        let below = all.sotto(Some(pos)).filter(|_| levels > 1);
        OrgUnit {
            id: self.stampato(pos).cloned(),
            code: unita.codice.as_ref().map(|code| code.value.trim().to_owned()).unwrap_or_default(),
            title: straight(&unita.nome.value),
            head,
            vacant: match guida {
                Guida::Scoperta(since) => Some(format!("dal {}", since.lunga())),
                Guida::Incarico(_) | Guida::NonDetta => None,
            },
            people: all.persone(pos).filter(|_| look != OrgLook::Organ),
            look,
            children: below.map(|child| self.unita_disegnata(all, child, levels - 1)).collect(),
        }
    }

    /// A unit in the list under the drawing, with those that belong to it.
    fn voce_unita(&mut self, all: &Struttura<'_>, pos: Pos<Unita>, levels: usize, span: Span) -> Vec<Block> {
        let drawn = self.unita_disegnata(all, pos, 1);
        let words = drawn.in_words();
        let (name, rest) = words.split_at_checked(drawn.title.len()).unwrap_or((words.as_str(), ""));
        let line = self.listed(pos, name, span);
        let functions: Vec<String> = self.piano[pos].value.funzioni.iter().map(|f| straight(&f.value)).collect();
        let functions = match (functions.is_empty(), rest.contains(':')) {
            (true, _) => String::new(),
            (false, true) => format!("; {}", functions.join(", ")),
            (false, false) => format!(": {}", functions.join(", ")),
        };
        // It says again what is drawn, so it is set smaller than the text.
        let mut line = vec![Inline::Small(line)];
        line.push(Inline::Small(self.say(&format!("{rest}{functions}"), span)));
        let mut blocks = vec![Block { anchor: None, span, kind: BlockKind::Paragraph(line) }];
        let below: Vec<Pos<Unita>> = all.sotto(Some(pos)).filter(|_| levels > 1).collect();
        if !below.is_empty() {
            let items = below.into_iter().map(|child| self.voce_unita(all, child, levels - 1, span)).collect();
            let list = BlockKind::List { start: None, tight: true, segni: vec![], items };
            blocks.push(Block { anchor: None, span, kind: list });
        }
        blocks
    }

    /// The units of each level: how many they are, how many people they have, how many on the average.
    pub(super) fn ampiezza(&mut self, asked: Asked<'a, '_>) {
        let Asked { vista, anchor, caption, out } = asked;
        let span = vista.span;
        let Some(all) = Struttura::di(self.piano, self.index) else { return };
        let caption = caption.unwrap_or_else(|| self.say("Ampiezza media delle unità organizzative", span));
        let mut levels: BTreeMap<(usize, String), (usize, Option<u64>)> = BTreeMap::new();
        for (pos, _) in self.piano.elementi.each::<Unita>() {
            if matches!(all.tipo(pos), Tipo::Organo | Tipo::Convenzione) {
                continue;
            }
            let level = levels.entry((all.profondita(pos), straight(&all.livello(pos)))).or_insert((0, Some(0)));
            level.0 += 1;
            // A level of which one unit does not say its people has no average.
            level.1 = level.1.zip(all.persone(pos)).map(|(sum, people)| sum + u64::from(people));
        }
        let header = [
            ("Livello", Profile::Testo),
            // On the site «Unità» is an office: here they are counted.
            ("Quante unità", Profile::Numero),
            ("Persone", Profile::Numero),
            ("Persone per unità", Profile::Numero),
        ];
        let columns = self.columns(&header, span);
        let mut rows = Vec::new();
        for ((_, nome), (units, people)) in levels {
            let mean = people.map(|people| {
                Decimale(i64::try_from((people * 200 + units as u64) / (units as u64 * 2) * 100).unwrap_or(i64::MAX))
            });
            let said = |this: &Self, words: Option<String>, value: Value| {
                Cell::new(this.say(words.as_deref().unwrap_or("–"), span), value)
            };
            let nome = capital(&nome);
            rows.push(Row::new(
                [
                    Cell::new(self.say(&nome, span), nome.as_str()),
                    said(self, Some(units.to_string()), units.into()),
                    said(self, people.map(thousands), people.into()),
                    said(self, mean.map(Decimale::esteso), mean.into()),
                ],
                span,
            ));
        }
        self.push_table(Asked { vista, anchor, caption: Some(caption), out }, columns, rows);
    }
}

fn conta(units: &[OrgUnit]) -> usize {
    units.iter().map(|unit| 1 + conta(&unit.children)).sum()
}

fn some(units: &[OrgUnit], is: &dyn Fn(&OrgUnit) -> bool) -> bool {
    units.iter().any(|unit| is(unit) || some(&unit.children, is))
}
