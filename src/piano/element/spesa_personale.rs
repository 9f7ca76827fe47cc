//! Spesa di personale: what the body spends for its staff and may spend, with the accounts from which that follows. Only what stands
//! in the accounts and in the budget is written: means, ratios, thresholds and margins are computed (`conti::soglie`).

use super::ente::Ente;
use super::misura::{PerAnno, Percento};
use super::value::{Importo, Rif};
use super::{
    Element,
    row::{Row, Valore},
};
use crate::base::span::Spanned;
use serde::Deserialize;

/// The spending for staff of a body.
#[derive(Debug, Deserialize)]
pub struct SpesaPersonale {
    /// Id as written. Without one, `index` makes it from the title.
    pub id: Option<Spanned<String>>,
    /// The body, when it is not the one of the plan.
    pub ente: Option<Rif<Ente>>,
    /// The year of the plan in which it is computed.
    pub anno: Spanned<i16>,
    /// The year of the last approved account.
    pub rendiconto: Option<Spanned<i16>>,
    /// The spending for staff of that account, gross of charges and without IRAP.
    pub spesa: Option<Spanned<Importo>>,
    /// The same, item by item, in the place of the sum.
    #[serde(default)]
    pub voci: Vec<Spanned<VoceSpesa>>,
    /// The current revenue of the last three accounts.
    pub entrate: Option<PerAnno<Spanned<Importo>>>,
    /// The fund for doubtful revenue (FCDE) of the budget.
    pub fcde: Option<Spanned<Importo>>,
    /// The spending expected in each year, defined as `spesa` is.
    pub prevista: Option<PerAnno<Spanned<Importo>>>,
    /// What the DUP gives to staff in each year.
    pub dup: Option<PerAnno<Spanned<Importo>>>,
    /// The threshold, when a later decree has changed that of the tables.
    pub soglia: Option<Spanned<Percento>>,
    /// The threshold above which the body must spend less.
    pub soglia_rientro: Option<Spanned<Percento>>,
    /// The norm of those thresholds.
    pub fonte_soglia: Option<Spanned<String>>,
    /// The limit to the spending of the past.
    pub limite: Option<Spanned<Limite>>,
    /// The limit to flexible work.
    pub flessibile: Option<Spanned<Flessibile>>,
    /// What others pay, outside the threshold.
    pub etero: Option<PerAnno<Spanned<Importo>>>,
}

/// An item of the spending.
#[derive(Debug, Deserialize)]
pub struct VoceSpesa {
    /// What it is.
    pub voce: Spanned<String>,
    /// How much.
    pub importo: Spanned<Importo>,
}

/// The limit of L. 296/2006, art. 1, comma 557 or 562.
#[derive(Debug, Deserialize)]
pub struct Limite {
    /// The comma that applies.
    pub comma: Option<Spanned<u32>>,
    /// The spending of the years of the past: 2011-2013, or 2008.
    pub base: Option<PerAnno<Spanned<Importo>>>,
    /// The whole spending of each year.
    pub totale: Option<PerAnno<Spanned<Importo>>>,
    /// The part of it that the limit leaves out.
    pub escluse: Option<PerAnno<Spanned<Importo>>>,
    /// The spending under the limit, in the place of those two.
    pub soggetta: Option<PerAnno<Spanned<Importo>>>,
}

/// The limit of DL 78/2010, art. 9, comma 28.
#[derive(Debug, Deserialize)]
pub struct Flessibile {
    /// The spending of 2009.
    pub base: Option<PerAnno<Spanned<Importo>>>,
    /// How much of it may be spent: all of it when it is not written.
    pub percento: Option<Spanned<Percento>>,
    /// The spending expected in each year.
    pub prevista: Option<PerAnno<Spanned<Importo>>>,
}

impl SpesaPersonale {
    /// The spending of the last account: as written, or the sum of its items.
    #[must_use]
    pub fn spesa(&self) -> Option<Importo> {
        let items = self.voci.iter().map(|voce| voce.value.importo.value.0);
        let sum = || (!self.voci.is_empty()).then(|| Importo(items.fold(0, i64::saturating_add)));
        self.spesa.map(|spesa| spesa.value).or_else(sum)
    }
}

/// Amounts by year in the words of a field: written once if all years have the same.
fn anni(amounts: Option<&PerAnno<Spanned<Importo>>>) -> Valore {
    match amounts {
        Some(PerAnno::Uno(amount)) => Valore::Importo(amount.value),
        Some(years) => Valore::Testo(years.parole(&|amount| amount.value.to_string())),
        None => Valore::Vuoto,
    }
}

impl Element for SpesaPersonale {
    fn id(&self) -> Option<&Spanned<String>> {
        self.id.as_ref()
    }
    fn titolo(&self) -> Spanned<&str> {
        Spanned::new("Spesa di personale", self.anno.span)
    }
    fn row(&self, row: &mut Row) {
        row.add("ente", "Ente", &self.ente);
        row.add("anno", "Anno", Valore::Anno(self.anno.value));
        let rendiconto = self.rendiconto.map_or(Valore::Vuoto, |anno| Valore::Anno(anno.value));
        row.add("rendiconto", "Ultimo rendiconto", rendiconto);
        row.importo("spesa", "Spesa di personale", self.spesa().map_or(Valore::Vuoto, Valore::Importo));
        row.add("entrate", "Entrate correnti", anni(self.entrate.as_ref()));
        row.importo("fcde", "Fondo crediti di dubbia esigibilità", &self.fcde);
        row.add("prevista", "Spesa prevista", anni(self.prevista.as_ref()));
        row.add("dup", "Risorse del DUP", anni(self.dup.as_ref()));
        row.add("etero", "Spesa pagata da altri", anni(self.etero.as_ref()));
    }
}
