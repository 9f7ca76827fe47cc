//! What spreadsheets write in a cell by themselves.

/// The words that stand, in Italian and in English, where a value could not be computed.
pub const ERRORI: [&str; 22] = [
    "#VALORE!",
    "#RIF!",
    "#N/D",
    "#NOME?",
    "#DIV/0!",
    "#NULLO!",
    "#NUM!",
    "#ESPANSIONE!",
    "#CALC!",
    "#CAMPO!",
    "#BLOCCATO!",
    "#CONNESSIONE!",
    "#VALUE!",
    "#REF!",
    "#N/A",
    "#NAME?",
    "#NULL!",
    "#SPILL!",
    "#FIELD!",
    "#BLOCKED!",
    "#CONNECT!",
    "#GETTING_DATA",
];
