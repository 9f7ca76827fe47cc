//! Stretches of time: "entro aprile", "da marzo a giugno", "tarda primavera 2021", "triennio 2025-2027".

use super::errori::{Dubbio, Illeggibile};
use super::lettore::Lettore;
use super::{Momento, Periodo, Quando};
use jiff::civil::Date;

impl Lettore<'_> {
    /// One stretch of time, with the words that introduce it.
    pub(super) fn periodo(&mut self) -> Option<Periodo> {
        self.uno_di(&[
            Self::entro,
            Self::da_a,
            Self::tra,
            Self::primi_mesi,
            Self::stagione,
            Self::meta_mese,
            Self::mesi_e_anni,
            Self::semplice,
        ])
    }

    /// `entro aprile`, `al 30/09`, `fino a giugno`, `entro la fine dell’anno`, `entro 31/12`.
    fn entro(&mut self) -> Option<Periodo> {
        const A: [&str; 6] = ["a", "ad", "al", "alla", "all", "allo"];
        self.attempt(|l| {
            l.parola(&["da"])?;
            let verbo = l.parola_a(0)?;
            l.pos += 1;
            ["are", "ere", "ire", "rsi"].iter().any(|fine| verbo.ends_with(fine)).then_some(())?;
            (l.parola_a(0)? == "entro").then_some(())
        });
        if self.parola(&["presumibilmente"]).is_some() {
            self.impreciso = true;
        }
        let solo_giorni = if self.phrase(&["non", "oltre"]).is_some() {
            false
        } else {
            match self.parola(&["entro", "fino", "al"])? {
                "al" => true,
                "fino" => self.parola(&A).map(|_| false)?,
                _ => {
                    self.phrase(&["e", "non", "oltre"]);
                    self.parola(&A).is_some_and(|_| false)
                }
            }
        };
        // "entro il termine del 30 giugno", "entro la data del 30/06"
        self.attempt(|l| {
            l.articoli();
            l.parola(&["data", "termine"])?;
            l.parola(&["del", "dell", "di"]).map(|_| ())
        });
        // Who says "by the end of June" says its last day.
        let fine = self.attempt(|l| {
            l.articoli();
            l.parola(&["fine"])?;
            l.momento()
        });
        let fine = fine.or_else(|| self.attempt(Self::fine_di_anni));
        // "entro la prima metà di marzo"
        let half = |l: &mut Self| match l.meta_mese()? {
            Periodo::Fra(_, a) => Some(a),
            _ => None,
        };
        let momento = fine.or_else(|| self.attempt(half)).or_else(|| self.momento())?;
        if solo_giorni && !matches!(momento.quando, Quando::Giorno { .. }) {
            return None;
        }
        Some(Periodo::Entro(momento))
    }

    /// `da GENNAIO ad APRILE`, `dal 5 al 16 maggio 2024`, `a partire da marzo`, `dal 1° luglio 2024`.
    fn da_a(&mut self) -> Option<Periodo> {
        self.phrase(&["a", "partire"]);
        self.parola(&["da", "dal", "dall", "dalla"])?;
        let da = self.momento()?;
        let a = self.attempt(|l| {
            l.parola(&["fino"]);
            l.parola(&["a", "ad", "al", "all", "alla"]).map(|_| ()).or_else(|| l.punto(&['-']).map(|_| ()))?;
            l.momento()
        });
        Some(match a {
            Some(a) => self.fra(da, a),
            None => Periodo::Da(da),
        })
    }

    /// `tra il 15 e il 31 dicembre`.
    fn tra(&mut self) -> Option<Periodo> {
        self.attempt(Self::introduce);
        self.articoli();
        self.parola(&["tra", "fra"])?;
        let da = self.momento()?;
        self.parola(&["e", "ed"])?;
        let a = self.momento()?;
        Some(self.fra(da, a))
    }

    /// `primi mesi del 2022`: four, to be on the safe side.
    fn primi_mesi(&mut self) -> Option<Periodo> {
        self.attempt(Self::introduce);
        self.articoli();
        let (da, a) = match self.parola(&["primi", "ultimi"])? {
            "primi" => (1, 4),
            _ => (9, 12),
        };
        self.parola(&["mesi"])?;
        self.impreciso = true;
        let anno = self.anno_dopo();
        Some(mesi(da, a, anno))
    }

    /// `tarda primavera 2021`: the months that a season touches, or their half.
    fn stagione(&mut self) -> Option<Periodo> {
        self.attempt(Self::introduce);
        self.articoli();
        let parte = self.parola(&["prima", "inizio", "tarda", "tardo", "fine"]);
        self.articoli();
        let (da, a) = match self.parola(&["primavera", "estate", "autunno", "inverno"])? {
            "primavera" => (3, 6),
            "estate" => (6, 9),
            "autunno" => (9, 12),
            _ => (1, 3),
        };
        self.impreciso = true;
        let anno = self.anno_dopo();
        Some(match parte {
            Some("prima" | "inizio") => mesi(da, da + 1, anno),
            Some(_) => mesi(a - 1, a, anno),
            None => mesi(da, a, anno),
        })
    }

    /// A stretch must not end before it begins. Without years it may run into the next ("novembre-febbraio"), but not days
    /// of one month.
    fn fra(&mut self, da: Momento, a: Momento) -> Periodo {
        let un_mese = matches!((da.quando, a.quando),
            (Quando::Giorno { mese: m, .. }, Quando::Giorno { mese: n, .. }) if m == n);
        let anni = da.anno.or(a.anno.filter(|_| un_mese)).zip(a.anno);
        let inverso = match anni {
            Some((primo, ultimo)) => (primo, da.posto()) > (ultimo, a.posto()),
            None => un_mese && da.posto() > a.posto(),
        };
        if inverso {
            self.errore(Illeggibile::inverso(da, a));
        }
        Periodo::Fra(da, a)
    }

    /// `il triennio`, `la fine del triennio 2027-2029`, where a term is due: its last year. In prose it may be that of another plan.
    fn fine_di_anni(&mut self) -> Option<Momento> {
        if self.prosa {
            return None;
        }
        self.articoli();
        self.parola(&["fine"]);
        self.articoli();
        let quanti = match self.parola(&["triennio", "biennio"])? {
            "triennio" => 3,
            _ => 2,
        };
        let ultimo = self.attempt(|l| {
            let da = l.momento().filter(|m| m.quando == Quando::Anno)?;
            match l.anni(da)? {
                Periodo::Fra(_, a) => Some(a),
                _ => None,
            }
        });
        Some(ultimo.unwrap_or_else(|| Momento { anno: self.anno(), quando: Quando::Anni(quanti) }))
    }

    /// `prima metà di marzo`, `seconda metà di ottobre 2027`: to the 15th, and from the 16th.
    fn meta_mese(&mut self) -> Option<Periodo> {
        if self.prosa {
            return None;
        }
        self.attempt(Self::introduce);
        self.articoli();
        let prima = self.parola(&["prima", "seconda"])? == "prima";
        self.parola(&["meta"])?;
        self.articoli();
        let mese = self.nome_di_mese()?;
        self.impreciso = true;
        let anno = self.anno_dopo();
        let last = Date::new(anno.unwrap_or(2025), mese, 1).ok()?.last_of_month().day();
        let (da, a) = if prima { (1, 15) } else { (16, last) };
        let giorno = |giorno| Momento { anno, quando: Quando::Giorno { mese, giorno } };
        Some(Periodo::Fra(giorno(da), giorno(a)))
    }

    /// `ott 27 - mar 28`: months with their years in two figures. "5 ott 27" is another thing, and so is "27 - 28 mar".
    fn mesi_e_anni(&mut self) -> Option<Periodo> {
        if self.prosa {
            return None;
        }
        let da = self.mese_e_anno()?;
        self.punto(&['-'])?;
        let a = self.mese_e_anno().filter(|a| a.anno >= da.anno)?;
        self.dubbio = Dubbio::mesi_o_giorni(da, a);
        Some(self.fra(da, a))
    }

    /// `ott 27`, not before another month: "ott 27 dic" is a day.
    fn mese_e_anno(&mut self) -> Option<Momento> {
        let mese = self.nome_di_mese()?;
        let (anno, _) = self.numero_a(0).filter(|(anno, cifre)| *cifre == 2 && *anno > 12)?;
        self.pos += 1;
        if self.nome_di_mese().is_some() {
            return None;
        }
        Some(Momento { anno: i16::try_from(2000 + anno).ok(), quando: Quando::Mese(mese) })
    }

    fn introduce(&mut self) -> Option<()> {
        self.parola(&["nel", "nei", "nella", "nelle", "nell", "in", "durante", "a", "ad", "alla"])?;
        self.parola(&["corso"]);
        Some(())
    }

    /// `aprile`, `gennaio - marzo`, `nei mesi di giugno`, `2021-2022-2023`, `triennio 2025-2027`, `Mese Giugno 2024 – 13 giugno`.
    fn semplice(&mut self) -> Option<Periodo> {
        self.attempt(Self::introduce);
        self.articoli();
        self.parola(&["obiettivo"]);
        self.attempt(|l| {
            l.parola(&["arco", "corso", "durata"])?;
            l.articoli();
            Some(())
        });
        self.attempt(|l| {
            l.parola(&["intero", "tutto"])?;
            l.articoli();
            matches!(l.parola_a(0), Some("triennio" | "biennio")).then_some(())
        });
        const PIU_ANNI: [&str; 6] = ["triennio", "biennio", "quadriennio", "quinquennio", "mandato", "pluriennale"];
        if let Some(parola) = self.parola(&PIU_ANNI) {
            if let Some(anni) = self.attempt(|l| {
                let da = l.momento().filter(|m| m.quando == Quando::Anno)?;
                l.anni(da)
            }) {
                return Some(anni);
            }
            // Without a year, they are the years of the plan.
            let quanti = match parola {
                "triennio" => 3,
                "biennio" => 2,
                _ => return None,
            };
            return Some(Periodo::In(Momento { anno: self.anno(), quando: Quando::Anni(quanti) }));
        }
        let da = self.momento()?;
        if let Some(anni) = self.attempt(|l| l.anni(da)) {
            return Some(anni);
        }
        let whole = |a: &Momento| da.quando != Quando::Anno && a.quando == Quando::Anno && a.anno.is_some();
        let a = self.attempt(|l| {
            l.punto(&['-'])?;
            l.momento().filter(|a| !l.prosa || !whole(a))
        });
        // "30/06/2027-2028": that day of both years, or up to the end of the second.
        if a.as_ref().is_some_and(whole) {
            self.errore(Illeggibile::anni(self.text));
        }
        Some(match (da.quando, a) {
            (Quando::Mese(m), Some(a @ Momento { quando: Quando::Giorno { mese, .. }, .. })) if m == mese => {
                Periodo::In(Momento { anno: a.anno.or(da.anno), ..a })
            }
            (_, Some(a)) => self.fra(da, a),
            (_, None) => Periodo::In(da),
        })
    }

    /// The years after a first one: `2021-2022-2023`, `2024/2026`, `2023-25`.
    fn anni(&mut self, da: Momento) -> Option<Periodo> {
        let primo = da.anno.filter(|_| da.quando == Quando::Anno)?;
        let mut ultimo = None;
        while let Some(anno) = self.attempt(|l| {
            l.punto(&['-', '/'])?;
            l.anno_seguente(ultimo.unwrap_or(primo))
        }) {
            ultimo = Some(anno);
        }
        Some(Periodo::Fra(da, Momento { anno: Some(ultimo?), ..da }))
    }
}

fn mesi(da: i8, a: i8, anno: Option<i16>) -> Periodo {
    Periodo::Fra(Momento { anno, quando: Quando::Mese(da) }, Momento { anno, quando: Quando::Mese(a) })
}
