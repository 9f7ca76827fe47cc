//! The metadata of the administrative document, beside its PDF: what the AgID guidelines on electronic documents ask
//! (annex 5, "documento amministrativo informatico"), with the names of the elements of their schema. What only the registry
//! of protocol can say is left blank, and says so.

use super::text;
use crate::base::hash;
use crate::document::{Datum, Document, Meta};
use base64::{Engine, prelude::BASE64_STANDARD as STANDARD};
use sha2::{Digest, Sha256};
use xmlwriter::{Indent, Options, XmlWriter};

/// The name of the file, which stands beside the PDF.
pub const FILE: &str = "metadati-all5.xml";

/// How the document came to be, in the words of the annex.
const FORMAZIONE: &str = "creazione tramite utilizzo di strumenti software che assicurino la produzione di documenti nei formati \
                          previsti in allegato 2";

/// The metadata of the file `pdf` and of the annexes.
#[must_use]
pub fn all5(document: &Document, pdf: &[u8]) -> Vec<u8> {
    let meta = &document.meta;
    let mut out = Xml(XmlWriter::new(Options { indent: Indent::Spaces(2), ..Options::default() }));
    out.0.write_declaration();
    out.0.write_comment(" Gli elementi vuoti li riempie chi protocolla e chi conserva il documento. ");
    out.within("DocumentoAmministrativoInformatico", |out| {
        out.within("IdDoc", |out| {
            out.fingerprint(&Sha256::digest(pdf).into());
            out.blank("Identificativo", "identificativo univoco e persistente del documento");
            out.blank("Segnatura", "segnatura di protocollo");
        });
        out.leaf("ModalitaDiFormazione", FORMAZIONE);
        out.leaf("TipologiaDocumentale", &meta.titolo);
        out.within("DatiDiRegistrazione", |out| {
            out.blank("TipologiaDiFlusso", "U in uscita, E in entrata, I interno");
            out.within("TipoRegistro", |out| {
                out.within("ProtocolloOrdinario_ProtocolloEmergenza", |out| {
                    out.leaf("TipoRegistro", "ProtocolloOrdinario\\ProtocolloEmergenza");
                    out.blank("DataProtocollazioneDocumento", "anno-mese-giorno");
                    out.blank("NumeroProtocolloDocumento", "numero di protocollo");
                    out.blank("CodiceRegistro", "codice del registro");
                });
            });
        });
        out.within("Soggetti", |out| {
            out.body(
                meta,
                "AmministrazioneCheEffettuaLaRegistrazione",
                "Amministrazione Che Effettua La Registrazione",
            );
            out.body(meta, "Autore", "Autore");
            out.within("Ruolo", |out| {
                out.within("Produttore", |out| {
                    out.leaf("TipoRuolo", "Produttore");
                    out.within("SW", |out| out.leaf("DenominazioneSistema", PRODOTTO));
                });
            });
        });
        out.within("ChiaveDescrittiva", |out| {
            let act = meta.allegato.as_ref().map(|act| format!(". {act}")).unwrap_or_default();
            out.leaf("Oggetto", &format!("{} – {}{act}", meta.nome(), meta.ente));
            meta.parole_chiave.iter().take(5).for_each(|word| out.leaf("ParoleChiave", word));
        });
        out.within("Allegati", |out| {
            out.leaf("NumeroAllegati", &document.allegati.len().to_string());
            for (path, bytes) in &document.allegati {
                out.within("IndiceAllegati", |out| {
                    out.within("IdDoc", |out| {
                        out.fingerprint(&Sha256::digest(bytes).into());
                        out.blank("Identificativo", "identificativo univoco e persistente dell’allegato");
                    });
                    let name = path.trim_start_matches("allegati/");
                    out.leaf("Descrizione", &titolo(document, path).unwrap_or_else(|| name.to_owned()));
                });
            }
        });
        out.within("Classificazione", |out| {
            out.blank("IndiceDiClassificazione", "voce del titolario");
            out.blank("Descrizione", "descrizione della voce");
            out.blank("PianoDiClassificazione", "indirizzo del titolario");
        });
        out.leaf("Riservato", "false");
        out.within("IdentificativoDelFormato", |out| {
            out.leaf("Formato", "application/pdf");
            out.within("ProdottoSoftware", |out| {
                out.leaf("NomeProdotto", "piao");
                out.leaf("VersioneProdotto", env!("CARGO_PKG_VERSION"));
            });
        });
        // The file is not signed or sealed yet. Signing it makes these values true, and gives it another fingerprint.
        out.within("Verifica", |out| {
            for name in ["FirmatoDigitalmente", "SigillatoElettronicamente", "MarcaturaTemporale"] {
                out.leaf(name, "false");
            }
            out.leaf("ConformitaCopieImmagineSuSupportoInformatico", "false");
        });
        out.within("Agg", |out| {
            out.within("TipoAgg", |out| {
                out.leaf("TipoAggregazione", "Fascicolo");
                out.blank("IdAggregazione", "identificativo del fascicolo");
            });
        });
        out.within("IdIdentificativoDocumentoPrimario", |out| {
            out.within("ImprontaCrittograficaDelDocumento", |out| {
                out.blank("Impronta", "impronta SHA-256 del file della deliberazione, in base 64");
                out.leaf("Algoritmo", "SHA-256");
            });
            out.blank("Identificativo", "identificativo della deliberazione a cui il piano è allegato");
        });
        out.leaf("NomeDelDocumento", "piao.pdf");
        out.leaf("VersioneDelDocumento", &meta.versione.to_string());
        // The annex asks for it from the second version on (annex 5, 15).
        if meta.versione > 1 {
            out.within("TracciatureModificheDocumento", |out| {
                out.blank("TipoModifica", "Annullamento, Rettifica, Integrazione o Annotazione");
                out.blank("SoggettoAutoreDellaModifica", "chi ha modificato il documento");
                match meta.modificato {
                    Some(day) => out.leaf("DataModifica", &day.iso()),
                    None => out.blank("DataModifica", "anno-mese-giorno"),
                }
                out.blank("OraModifica", "ora:minuti:secondi");
                out.within("IdDocVersionePrecedente", |out| {
                    out.within("ImprontaCrittograficaDelDocumento", |out| {
                        out.blank("Impronta", "impronta SHA-256 del PDF della versione precedente, in base 64");
                        out.leaf("Algoritmo", "SHA-256");
                    });
                    out.blank("Identificativo", "identificativo della versione precedente");
                });
            });
        }
        out.blank("TempoDiConservazione", "anni, secondo il piano di conservazione dell’ente");
        out.leaf("Note", &format!("Impronta SHA-256 del contenuto: {}", meta.impronta));
    });
    let mut text = out.0.end_document();
    text.push('\n');
    text.into_bytes()
}

/// The title that the plan gives to the annex `path`. None if the plan does not name it.
fn titolo(document: &Document, path: &str) -> Option<String> {
    let register = document.registri.iter().find(|register| register.nome == "allegati")?;
    let place = |name: &str| register.colonne.iter().position(|column| column.nome == name);
    let (file, title) = (place("file")?, place("titolo")?);
    let row = register.righe.iter().find(|row| row.get(file) == Some(&Datum::testo(path)))?;
    match row.get(title)? {
        Datum::Testo(words) => Some(words.clone()),
        _ => None,
    }
}

/// The program that made the file, with its version.
const PRODOTTO: &str = concat!("piao ", env!("CARGO_PKG_VERSION"));

struct Xml(XmlWriter);

impl Xml {
    fn within(&mut self, name: &str, inner: impl FnOnce(&mut Self)) {
        self.0.start_element(name);
        inner(self);
        self.0.end_element();
    }

    fn leaf(&mut self, name: &str, words: &str) {
        self.0.start_element(name);
        self.0.set_preserve_whitespaces(true);
        self.0.write_text(&text::xml(words));
        self.0.end_element();
        self.0.set_preserve_whitespaces(false);
    }

    /// Writes an empty element, after a comment that says what to fill in.
    fn blank(&mut self, name: &str, wanted: &str) {
        self.0.write_comment(&format!(" {wanted} "));
        self.0.start_element(name);
        self.0.end_element();
    }

    fn fingerprint(&mut self, digest: &[u8; 32]) {
        self.within("ImprontaCrittograficaDelDocumento", |out| {
            // The schema asks for the digest in base 64. The comment has it in hexadecimal, as `piao impronta` and the
            // deliberation write it.
            out.0.write_comment(&format!(" in esadecimale: {} ", hash::hex(digest)));
            out.leaf("Impronta", &STANDARD.encode(digest));
            out.leaf("Algoritmo", "SHA-256");
        });
    }

    /// Writes the body in the role `role`.
    fn body(&mut self, meta: &Meta, name: &str, role: &str) {
        self.within("Ruolo", |out| {
            out.within(name, |out| {
                out.leaf("TipoRuolo", role);
                out.within("PAI", |out| {
                    out.within("IPAAmm", |out| {
                        out.leaf("Denominazione", &meta.ente);
                        match &meta.codice_ipa {
                            Some(code) => out.leaf("CodiceIPA", code),
                            None => {
                                out.blank("CodiceIPA", "codice dell’ente nell’indice delle pubbliche amministrazioni")
                            }
                        }
                    });
                    out.within("IPAAOO", |out| {
                        out.blank("Denominazione", "area organizzativa omogenea");
                        out.blank("CodiceIPA", "suo codice");
                    });
                    match &meta.pec {
                        Some(pec) => out.leaf("IndirizziDigitaliDiRiferimento", pec),
                        None => out.blank("IndirizziDigitaliDiRiferimento", "PEC dell’ente"),
                    }
                });
            });
        });
    }
}
