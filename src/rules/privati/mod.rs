pub mod cellulare;
pub mod codice_fiscale;
pub mod dato_sensibile;
pub mod iban;
pub mod nome_del_personale;
pub mod numero_piccolo;
pub mod posta_privata;
pub mod testo_nascosto;
