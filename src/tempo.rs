//! Tempo: stub.
use crate::data::Data;
#[derive(Debug, Clone)]
pub struct Tempo { pub parola: String, pub lettura: Result<(), String> }
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Intervallo { pub da: Option<Data>, pub a: Data }
impl Tempo {
    pub fn parse(text: &str) -> Tempo { let ok = Data::parse(text).is_some() || text.starts_with("entro"); Tempo { parola: text.to_owned(), lettura: if ok { Ok(()) } else { Err(String::new()) } } }
    pub fn intervalli(&self, _anno: i16) -> Vec<Intervallo> { vec![] }
    pub fn scadenza(&self, _anno: i16) -> Option<Data> { Data::parse(&self.parola) }
    pub fn giorno(&self) -> Option<Data> { Data::parse(&self.parola) }
}
impl<'de> serde::Deserialize<'de> for Tempo {
    fn deserialize<D: serde::Deserializer<'de>>(d: D) -> Result<Self, D::Error> { Ok(Tempo::parse(&String::deserialize(d)?)) }
}
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Durata { pub k: Option<u16>, pub n: Option<u16>, pub annuale: bool }
impl Durata { pub fn da_date(inizio: Data, fine: Data, esercizio: i16) -> Self { let n = u16::try_from(fine.anno() - inizio.anno() + 1).unwrap_or(1); Durata { k: u16::try_from(esercizio - inizio.anno() + 1).ok(), n: Some(n), annuale: n == 1 } } }
impl std::fmt::Display for Durata { fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result { write!(f, "{:?}", self.n) } }
impl<'de> serde::Deserialize<'de> for Durata {
    fn deserialize<D: serde::Deserializer<'de>>(d: D) -> Result<Self, D::Error> { let _ = String::deserialize(d)?; Ok(Durata { k: None, n: None, annuale: true }) }
}
